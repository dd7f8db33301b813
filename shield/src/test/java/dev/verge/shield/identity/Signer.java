package dev.verge.shield.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.Arrays;
import java.util.List;

/** An issuer's private key, and what it signs. */
record Signer(JWSAlgorithm algorithm, JWK jwk, JWSSigner signer) {
  static Signer es256(String kid) {
    try {
      ECKey key =
          new ECKeyGenerator(Curve.P_256).keyID(kid).algorithm(JWSAlgorithm.ES256).generate();
      return new Signer(JWSAlgorithm.ES256, key, new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static Signer rs256(String kid) {
    try {
      RSAKey key = new RSAKeyGenerator(2048).keyID(kid).algorithm(JWSAlgorithm.RS256).generate();
      return new Signer(JWSAlgorithm.RS256, key, new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static Signer hs256(String kid) {
    try {
      OctetSequenceKey key =
          new OctetSequenceKeyGenerator(256).keyID(kid).algorithm(JWSAlgorithm.HS256).generate();
      return new Signer(JWSAlgorithm.HS256, key, new MACSigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  String sign(JWTClaimsSet claims) {
    return sign(algorithm, jwk.getKeyID(), signer, claims);
  }

  static String sign(JWSAlgorithm algorithm, String kid, JWSSigner signer, JWTClaimsSet claims) {
    try {
      var jwt = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims);
      jwt.sign(signer);
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The public JWK set of several; shared secrets are in it as they are. */
  static String jwks(Signer... signers) {
    List<JWK> keys =
        Arrays.stream(signers)
            .map(s -> s.jwk instanceof OctetSequenceKey ? s.jwk : s.jwk.toPublicJWK())
            .toList();
    return new JWKSet(keys).toString(false);
  }
}
