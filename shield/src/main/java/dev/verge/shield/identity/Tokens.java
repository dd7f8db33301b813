package dev.verge.shield.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.verge.Problem;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.jspecify.annotations.Nullable;

/**
 * Signs and verifies JWTs (RFC 7519) as RFC 8725 advises: the key decides the algorithm, {@code
 * exp} and {@code sub} are required, times may be off by 30 seconds; issuer and audience are not
 * looked at. A token that was verified once is remembered until it expires, in a bounded cache.
 * Thread-safe.
 */
@SuppressWarnings("JavaUtilDate") // Nimbus speaks it
public final class Tokens {
  private static final String ISSUER = "verge";
  private static final String SESSION_CLAIM = "sid";
  private static final long SKEW_SECONDS = 30;
  private static final int LONGEST = 8_192;

  private final JwtKeys keys;
  private final InstantSource clock;
  private final Cache<String, Token> verified = Caffeine.newBuilder().maximumSize(10_000).build();

  public Tokens(JwtKeys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** A token for a user, bound to a session, that lives that long. */
  public String sign(String user, String session, Duration life) {
    var header = new JWSHeader.Builder(JWSAlgorithm.EdDSA).keyID(keys.signing().getKeyID()).build();
    long now = clock.instant().getEpochSecond();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .subject(user)
            .claim(SESSION_CLAIM, session)
            .issueTime(new Date(now * 1_000))
            .expirationTime(new Date((now + life.toSeconds()) * 1_000))
            .build();
    byte[] input = new SignedJWT(header, claims).getSigningInput();
    return new String(input, StandardCharsets.US_ASCII) + "." + signature(input);
  }

  /**
   * Verifies a token.
   *
   * @throws Problem 401 that says what is wrong with it
   */
  public Token verify(String token) {
    Token known = verified.getIfPresent(token);
    if (known == null) {
      known = verifyNew(token);
      verified.put(token, known);
    }
    if (clock.instant().getEpochSecond() >= known.expiresAt() + SKEW_SECONDS) {
      verified.invalidate(token);
      throw refused("it has expired");
    }
    return known;
  }

  private Token verifyNew(String token) {
    if (token.length() > LONGEST) {
      throw refused("it is longer than " + LONGEST + " characters");
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      JwtKeys.Key key = keys.find(jwt.getHeader());
      if (key == null) {
        throw refused("no key here has its key id");
      }
      if (!key.algorithm().equals(jwt.getHeader().getAlgorithm())) {
        throw refused("its algorithm is not that of its key");
      }
      if (jwt.getHeader().getCriticalParams() != null || !jwt.verify(key.verifier())) {
        throw refused("its signature does not hold");
      }
      return check(jwt.getJWTClaimsSet(), isOwn(jwt.getHeader()));
    } catch (ParseException | JOSEException | IllegalStateException e) {
      throw refused("it is not a signed JWT");
    }
  }

  private boolean isOwn(JWSHeader header) {
    return keys.signing().getKeyID().equals(header.getKeyID());
  }

  /**
   * Checks the claims.
   *
   * @param own whether it was signed here: only then is its session one of ours
   */
  private Token check(JWTClaimsSet claims, boolean own) throws ParseException {
    long now = clock.instant().getEpochSecond();
    if (claims.getSubject() == null || claims.getSubject().isEmpty()) {
      throw refused("it names no subject");
    }
    if (claims.getSubject().chars().anyMatch(Character::isISOControl)) {
      throw refused("its subject has control characters");
    }
    if (claims.getExpirationTime() == null) {
      throw refused("it never expires");
    }
    Date notBefore = claims.getNotBeforeTime();
    if (notBefore != null && notBefore.getTime() / 1_000 > now + SKEW_SECONDS) {
      throw refused("it is not valid yet");
    }
    @Nullable String session = own ? claims.getClaimAsString(SESSION_CLAIM) : null;
    long expiresAt = claims.getExpirationTime().getTime() / 1_000;
    Map<String, Object> all = claims.getClaims();
    return new Token(claims.getSubject(), session, expiresAt, all);
  }

  private Base64URL signature(byte[] input) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, new Ed25519PrivateKeyParameters(keys.signing().getDecodedD(), 0));
    signer.update(input, 0, input.length);
    return Base64URL.encode(signer.generateSignature());
  }

  private static Problem refused(String why) {
    return Problem.unauthorized("the bearer token is refused: " + why);
  }
}
