package dev.verge.node;

import dev.verge.Cookie;
import dev.verge.Headers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where a client carries its bookmark: a header, or a cookie for browsers. */
final class Bookmark {
  static final String HEADER = "Verge-Bookmark";
  private static final String COOKIE = "verge-bookmark";

  private Bookmark() {}

  static Cookie cookie(String token) {
    return Cookie.of(COOKIE, token).withMaxAge(Duration.ofHours(1));
  }

  /** The cookie's token, or null. */
  static @Nullable String fromCookie(Headers headers) {
    for (String header : headers.all("Cookie")) {
      for (String pair : header.split(";", 64)) {
        String text = pair.strip();
        if (text.startsWith(COOKIE + "=") && text.length() > COOKIE.length() + 1) {
          return text.substring(COOKIE.length() + 1);
        }
      }
    }
    return null;
  }
}
