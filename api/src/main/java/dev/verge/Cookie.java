package dev.verge;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A cookie to set (RFC 6265): HttpOnly and SameSite=Lax unless said otherwise, for the whole site.
 *
 * @param maxAge null: until the browser closes; zero: delete it now
 */
public record Cookie(
    String name,
    String value,
    @Nullable Duration maxAge,
    boolean httpOnly,
    boolean secure,
    String sameSite) {

  public Cookie {
    if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 127 && !isDelimiter(c))) {
      throw new IllegalArgumentException("not a cookie name: '" + name + "'");
    }
    if (!value.chars().allMatch(c -> c > ' ' && c < 127 && "\",;\\".indexOf(c) < 0)) {
      throw new IllegalArgumentException("cookie " + name + " has a value that needs encoding");
    }
    if (!sameSite.equals("Lax") && !sameSite.equals("Strict") && !sameSite.equals("None")) {
      throw new IllegalArgumentException("SameSite is Lax, Strict or None, not " + sameSite);
    }
  }

  /** A cookie with the safe defaults. */
  public static Cookie of(String name, String value) {
    return new Cookie(name, value, null, true, false, "Lax");
  }

  /** A cookie that deletes the one of that name. */
  public static Cookie expired(String name) {
    return of(name, "").withMaxAge(Duration.ZERO);
  }

  /** A copy that lives that long. */
  public Cookie withMaxAge(Duration age) {
    return new Cookie(name, value, age, httpOnly, secure, sameSite);
  }

  /** A copy that is sent over TLS only. */
  public Cookie withSecure() {
    return new Cookie(name, value, maxAge, httpOnly, true, sameSite);
  }

  /** The value of the {@code Set-Cookie} header. */
  public String toHeader() {
    StringBuilder s = new StringBuilder(name).append('=').append(value).append("; Path=/");
    if (maxAge != null) {
      s.append("; Max-Age=").append(maxAge.toSeconds());
    }
    if (httpOnly) {
      s.append("; HttpOnly");
    }
    if (secure) {
      s.append("; Secure");
    }
    return s.append("; SameSite=").append(sameSite).toString();
  }

  private static boolean isDelimiter(int c) {
    return "\"(),/:;<=>?@[\\]{}".indexOf(c) >= 0;
  }
}
