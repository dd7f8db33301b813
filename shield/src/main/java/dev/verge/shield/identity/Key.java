package dev.verge.shield.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key that verifies, bound to one algorithm (RFC 8725, section 3.1): a token that names another
 * is refused, whatever its signature. Immutable and thread-safe.
 */
record Key(JWSAlgorithm algorithm, JWSVerifier verifier) {
  private static final int LEAST_RSA_BITS = 2_048; // RFC 7518, section 3.3

  /**
   * The key of a JWK.
   *
   * @param allowed algorithms that keys of this set may have
   * @throws IllegalArgumentException why it cannot be used
   */
  static Key of(JWK jwk, Set<JWSAlgorithm> allowed) {
    JWSAlgorithm algorithm =
        jwk.getAlgorithm() == null ? derived(jwk) : new JWSAlgorithm(jwk.getAlgorithm().getName());
    if (algorithm == null) {
      throw new IllegalArgumentException(
          "key '%s' needs an \"alg\" of %s: its type alone does not tell"
              .formatted(jwk.getKeyID(), names(allowed)));
    }
    if (!allowed.contains(algorithm)) {
      throw new IllegalArgumentException(
          "key '%s' is for %s, allowed here are %s"
              .formatted(jwk.getKeyID(), algorithm, names(allowed)));
    }
    try {
      return new Key(algorithm, verifier(algorithm, jwk));
    } catch (JOSEException | ClassCastException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "key '%s' does not fit %s: %s".formatted(jwk.getKeyID(), algorithm, e.getMessage()), e);
    }
  }

  /** Whether a key is there to verify signatures (RFC 7517, sections 4.2 and 4.3). */
  static boolean verifies(JWK jwk) {
    Set<KeyOperation> operations = jwk.getKeyOperations();
    return (jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE))
        && (operations == null || operations.contains(KeyOperation.VERIFY));
  }

  /** The only algorithm here that a key can be for, or null: a shared secret must say. */
  private static @Nullable JWSAlgorithm derived(JWK jwk) {
    return switch (jwk) {
      case OctetKeyPair pair when Curve.Ed25519.equals(pair.getCurve()) -> JWSAlgorithm.EdDSA;
      case ECKey ec when Curve.P_256.equals(ec.getCurve()) -> JWSAlgorithm.ES256;
      case RSAKey _ -> JWSAlgorithm.RS256;
      default -> null;
    };
  }

  private static JWSVerifier verifier(JWSAlgorithm algorithm, JWK jwk) throws JOSEException {
    return switch (algorithm.getName()) {
      case "EdDSA" -> new EdDsaVerifier(jwk.toOctetKeyPair());
      case "ES256" -> new Es256Verifier(jwk.toECKey());
      case "RS256" -> {
        if (jwk.size() < LEAST_RSA_BITS) {
          throw new IllegalArgumentException("it has less than " + LEAST_RSA_BITS + " bits");
        }
        yield new RSASSAVerifier(jwk.toRSAKey().toRSAPublicKey());
      }
      case "HS256" -> new MACVerifier(jwk.toOctetSequenceKey());
      default -> throw new IllegalArgumentException("it is not verified here");
    };
  }

  private static String names(Set<JWSAlgorithm> algorithms) {
    return String.join(", ", algorithms.stream().map(JWSAlgorithm::getName).sorted().toList());
  }
}
