package dev.verge.shield.identity;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else whose tokens are believed, as the operator configured it.
 *
 * @param name what the operator calls it: lower-case letters, digits and hyphens, at most 40
 * @param issuer the {@code iss} of its tokens, compared character by character
 * @param audience what their {@code aud} must contain; null: anything
 * @param jwks where its key set is: {@code file:}, {@code http:} or {@code https:}
 * @param algorithms that its keys may have: EdDSA, ES256, RS256 and, from a file only, HS256
 * @param skew by how much clocks may differ
 */
public record Issuer(
    String name,
    String issuer,
    @Nullable String audience,
    URI jwks,
    Set<String> algorithms,
    Duration skew) {
  /** The algorithms unless the operator names some. */
  public static final Set<String> ALGORITHMS = Set.of("EdDSA", "ES256", "RS256");

  /** The skew unless the operator gives one. */
  public static final Duration SKEW = Duration.ofSeconds(30);

  /** The largest skew. */
  public static final Duration LARGEST_SKEW = Duration.ofMinutes(10);

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");
  private static final String FILE = "file";
  private static final Set<String> ADDRESS = Set.of("http", "https");

  public Issuer {
    algorithms = Set.copyOf(algorithms);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "': a name is lower-case letters, digits and hyphens, at most 40");
    }
    if (issuer.isEmpty() || issuer.equals(Tokens.ISSUER)) {
      throw new IllegalArgumentException("'" + issuer + "' is no issuer of others' tokens");
    }
    boolean file = FILE.equals(jwks.getScheme());
    if (!file && (!ADDRESS.contains(jwks.getScheme()) || jwks.getHost() == null)) {
      throw new IllegalArgumentException("its keys are in a file or at an http or https address");
    }
    if (jwks.getUserInfo() != null) {
      throw new IllegalArgumentException("the address of its keys cannot hold a user or password");
    }
    for (String algorithm : algorithms) {
      if (!ALGORITHMS.contains(algorithm) && !algorithm.equals("HS256")) {
        throw new IllegalArgumentException(
            "'" + algorithm + "' is none of EdDSA, ES256, RS256, HS256");
      }
    }
    if (algorithms.isEmpty() || (algorithms.contains("HS256") && !file)) {
      throw new IllegalArgumentException(
          "algorithms are some of EdDSA, ES256, RS256 and, for keys in a file only, HS256");
    }
    if (skew.isNegative() || skew.compareTo(LARGEST_SKEW) > 0) {
      throw new IllegalArgumentException("the skew is 0 to " + LARGEST_SKEW.toSeconds() + " s");
    }
  }

  boolean isRemote() {
    return !FILE.equals(jwks.getScheme());
  }
}
