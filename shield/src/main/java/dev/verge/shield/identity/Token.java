package dev.verge.shield.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A verified token. Immutable.
 *
 * @param id tells it from every other, see {@link #id}
 * @param session the session that it belongs to, which must still be there; null: none
 * @param issuedAt seconds since 1970; null: it does not say
 * @param expiresAt seconds since 1970
 * @param claims all of them, in types of JSON; times are seconds since 1970
 */
public record Token(
    String id,
    String user,
    @Nullable String session,
    @Nullable Long issuedAt,
    long expiresAt,
    Map<String, Object> claims) {
  /**
   * The id of the token that an issuer gave this {@code jti}: 43 characters, whatever they are.
   *
   * @param issuer its {@code iss}; null: it has none
   */
  public static String id(@Nullable String issuer, String jti) {
    return hash((issuer == null ? "" : issuer) + "\0" + jti);
  }

  /** The id of a token without {@code jti}: of what was signed, for a signature can have twins. */
  static String id(byte[] signed) {
    return hash(new String(signed, StandardCharsets.ISO_8859_1));
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
