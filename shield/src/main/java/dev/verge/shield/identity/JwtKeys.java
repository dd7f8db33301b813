package dev.verge.shield.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a location: public or shared ones that verify tokens, and one Ed25519 key that signs
 * the tokens of sessions. Every key is bound to one algorithm and one key id. Immutable.
 */
public final class JwtKeys {
  private static final Set<JWSAlgorithm> ALLOWED =
      Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.ES256, JWSAlgorithm.RS256, JWSAlgorithm.HS256);

  private final Map<String, Key> verifiers;
  private final OctetKeyPair signing;

  record Key(JWSAlgorithm algorithm, JWSVerifier verifier) {}

  private JwtKeys(OctetKeyPair signing, Map<String, Key> verifiers) {
    this.signing = signing;
    this.verifiers = verifiers;
  }

  /** A new signing key, as a JWK with its private part: keep it secret. */
  public static String createSigningKey() {
    var secret = new Ed25519PrivateKeyParameters(new SecureRandom());
    return new OctetKeyPair.Builder(
            Curve.Ed25519, Base64URL.encode(secret.generatePublicKey().getEncoded()))
        .d(Base64URL.encode(secret.getEncoded()))
        .algorithm(JWSAlgorithm.EdDSA)
        .keyID(Base64URL.encode(new SecureRandom().generateSeed(9)).toString())
        .build()
        .toJSONString();
  }

  /**
   * The keys of a location.
   *
   * @param signingJwk from {@link #createSigningKey}
   * @param jwks further keys that verify, a JWK set (RFC 7517), or null
   * @throws IllegalArgumentException naming the key that cannot be used and why
   */
  public static JwtKeys of(String signingJwk, @Nullable String jwks) {
    try {
      OctetKeyPair signing = OctetKeyPair.parse(signingJwk);
      List<JWK> all = new ArrayList<>(List.of(signing));
      if (jwks != null) {
        all.addAll(JWKSet.parse(jwks).getKeys());
      }
      Map<String, Key> verifiers = new HashMap<>();
      for (JWK jwk : all) {
        if (verifiers.put(keyId(jwk), key(jwk)) != null) {
          throw new IllegalArgumentException("two keys have the id '" + jwk.getKeyID() + "'");
        }
      }
      return new JwtKeys(signing, Map.copyOf(verifiers));
    } catch (ParseException e) {
      throw new IllegalArgumentException("the key set is not JWK (RFC 7517): " + e.getMessage(), e);
    }
  }

  /** The key of that id, or the only one there is for a token that names none. */
  @Nullable Key find(JWSHeader header) {
    return header.getKeyID() == null ? null : verifiers.get(header.getKeyID());
  }

  OctetKeyPair signing() {
    return signing;
  }

  private static String keyId(JWK jwk) {
    if (jwk.getKeyID() == null || jwk.getKeyID().isEmpty()) {
      throw new IllegalArgumentException("a key has no id: give every key its \"kid\"");
    }
    return jwk.getKeyID();
  }

  private static Key key(JWK jwk) {
    JWSAlgorithm algorithm =
        jwk.getAlgorithm() == null ? null : JWSAlgorithm.parse(jwk.getAlgorithm().getName());
    if (algorithm == null || !ALLOWED.contains(algorithm)) {
      throw new IllegalArgumentException(
          "key '"
              + jwk.getKeyID()
              + "' needs an \"alg\" of EdDSA, ES256, RS256 or HS256, it has "
              + jwk.getAlgorithm());
    }
    try {
      JWSVerifier verifier =
          switch (algorithm.getName()) {
            case "EdDSA" -> new EdDsaVerifier(jwk.toOctetKeyPair());
            case "ES256" -> new ECDSAVerifier(jwk.toECKey());
            case "RS256" -> new RSASSAVerifier(jwk.toRSAKey());
            default -> new MACVerifier(jwk.toOctetSequenceKey());
          };
      return new Key(algorithm, verifier);
    } catch (JOSEException | ClassCastException e) {
      throw new IllegalArgumentException(
          "key '" + jwk.getKeyID() + "' does not fit " + algorithm + ": " + e.getMessage(), e);
    }
  }
}
