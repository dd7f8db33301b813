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
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.jspecify.annotations.Nullable;

/**
 * Signs and verifies JWTs (RFC 7519) as RFC 8725 advises: the issuer decides which keys count, the
 * key decides the algorithm, {@code exp} and {@code sub} are required. Thread-safe.
 *
 * <p>A token that was verified once is remembered, within bounds, and verified again when the keys
 * it was verified with have been replaced. Its end is looked at every time, and whether it was
 * revoked whenever the list of revocations has changed: the memory outlives neither.
 */
@SuppressWarnings("JavaUtilDate") // Nimbus speaks it
public final class Tokens {
  /** The {@code iss} of what is signed here. */
  static final String ISSUER = "verge";

  private static final String SESSION_CLAIM = "sid";
  private static final int LONGEST = 8_192;
  private static final int REMEMBERED_CHARACTERS = 16 << 20;

  private final JwtKeys keys;
  private final InstantSource clock;
  private final Revocations revocations;
  private final Cache<String, Verified> verified =
      Caffeine.newBuilder()
          .maximumWeight(REMEMBERED_CHARACTERS)
          .<String, Verified>weigher((token, _) -> token.length())
          .build();

  /** A token whose signature holds by this set of its realm's keys. */
  private static final class Verified {
    final Token token;
    final Realm realm;
    final KeySet keys;

    /** The revocations that it is not among; null: not looked yet. */
    volatile @Nullable Object passed;

    Verified(Token token, Realm realm, KeySet keys) {
      this.token = token;
      this.realm = realm;
      this.keys = keys;
    }

    boolean holds() {
      return realm.keys().current() == keys;
    }
  }

  public Tokens(JwtKeys keys, InstantSource clock, Revocations revocations) {
    this.keys = keys;
    this.clock = clock;
    this.revocations = revocations;
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
   * Verifies a token. Not for event loops: if it names a key that is not known, this waits for keys
   * that are being fetched, a second at most.
   *
   * @throws Problem 401 that says what is wrong with it; 503 if revocations cannot be read
   */
  public Token verify(String token) {
    Verified known = verified.getIfPresent(token);
    if (known == null || !known.holds()) {
      known = verifyNew(token);
      verified.put(token, known);
    }
    long end = known.token.expiresAt() + known.realm.skew().toSeconds();
    if (clock.instant().getEpochSecond() >= end) {
      verified.invalidate(token);
      throw refused("it has expired");
    }
    checkRevocations(known);
    return known.token;
  }

  private void checkRevocations(Verified known) {
    Object version = revocations.version(); // before the question: what comes later is asked again
    if (!version.equals(known.passed)) {
      if (revocations.isRevoked(known.token)) {
        throw refused("it was revoked");
      }
      known.passed = version;
    }
  }

  private Verified verifyNew(String token) {
    if (token.length() > LONGEST) {
      throw refused("it is longer than " + LONGEST + " characters");
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      JWTClaimsSet claims = jwt.getJWTClaimsSet(); // believed only when the signature holds
      Realm realm = keys.realm(claims.getIssuer());
      String keyId = jwt.getHeader().getKeyID();
      if (keyId == null) {
        throw refused("it names no key");
      }
      KeySet set = realm.keys().having(keyId);
      checkSignature(jwt, set.find(keyId));
      checkAudience(claims, realm);
      checkTimes(claims, realm.skew().toSeconds());
      return new Verified(token(jwt, claims, keys.isOwn(realm, keyId)), realm, set);
    } catch (ParseException | JOSEException | IllegalStateException e) {
      throw refused("it is not a signed JWT");
    }
  }

  private static void checkSignature(SignedJWT jwt, @Nullable Key key) throws JOSEException {
    if (key == null) {
      throw refused("no key here has its key id");
    }
    if (!key.algorithm().equals(jwt.getHeader().getAlgorithm())) {
      throw refused("its algorithm is not that of its key");
    }
    if (jwt.getHeader().getCriticalParams() != null || !jwt.verify(key.verifier())) {
      throw refused("its signature does not hold");
    }
  }

  private static void checkAudience(JWTClaimsSet claims, Realm realm) {
    if (realm.audience() != null && !claims.getAudience().contains(realm.audience())) {
      throw refused("it is for another audience");
    }
  }

  private void checkTimes(JWTClaimsSet claims, long skew) {
    long latest = clock.instant().getEpochSecond() + skew;
    if (claims.getExpirationTime() == null) {
      throw refused("it never expires");
    }
    Date notBefore = claims.getNotBeforeTime();
    if (notBefore != null && seconds(notBefore) > latest) {
      throw refused("it is not valid yet");
    }
    Date issued = claims.getIssueTime();
    if (issued != null && seconds(issued) > latest) {
      throw refused("it was issued in the future");
    }
  }

  /**
   * The token of claims that hold.
   *
   * @param own whether it was signed here: only then is its session one of ours
   */
  private static Token token(SignedJWT jwt, JWTClaimsSet claims, boolean own)
      throws ParseException {
    String user = claims.getSubject();
    if (user == null || user.isEmpty()) {
      throw refused("it names no subject");
    }
    if (user.chars().anyMatch(Character::isISOControl)) {
      throw refused("its subject has control characters");
    }
    String jti = claims.getJWTID();
    Date issued = claims.getIssueTime();
    return new Token(
        jti == null ? Token.id(jwt.getSigningInput()) : Token.id(claims.getIssuer(), jti),
        user,
        own ? claims.getClaimAsString(SESSION_CLAIM) : null,
        issued == null ? null : seconds(issued),
        seconds(claims.getExpirationTime()),
        Claims.of(claims.getClaims()));
  }

  private static long seconds(Date time) {
    return time.getTime() / 1_000;
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
