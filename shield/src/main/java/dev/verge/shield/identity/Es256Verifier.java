package dev.verge.shield.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.util.Set;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;

/**
 * ES256 (RFC 7518, section 3.4) for Nimbus by way of Bouncy Castle, which has arithmetic of its own
 * for this curve: the JDK's is about eight times slower. Thread-safe.
 */
final class Es256Verifier extends BaseJWSProvider implements JWSVerifier {
  private static final int NUMBER_BYTES = 32;
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256r1");
  private static final ECDomainParameters DOMAIN =
      new ECDomainParameters(CURVE.getCurve(), CURVE.getG(), CURVE.getN(), CURVE.getH());

  private final ECPublicKeyParameters key;

  /** Refuses a key that is no point of the curve. */
  Es256Verifier(ECKey jwk) throws JOSEException {
    super(Set.of(JWSAlgorithm.ES256));
    if (!Curve.P_256.equals(jwk.getCurve())) {
      throw new JOSEException("ES256 keys are on P-256, this one is on " + jwk.getCurve());
    }
    BigInteger x = jwk.getX().decodeToBigInteger();
    BigInteger y = jwk.getY().decodeToBigInteger();
    this.key = new ECPublicKeyParameters(CURVE.getCurve().createPoint(x, y), DOMAIN);
  }

  @Override
  public boolean verify(JWSHeader header, byte[] input, Base64URL signature) {
    byte[] bytes = signature.decode();
    if (bytes.length != 2 * NUMBER_BYTES) {
      return false;
    }
    SHA256Digest digest = new SHA256Digest();
    digest.update(input, 0, input.length);
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    BigInteger r = new BigInteger(1, bytes, 0, NUMBER_BYTES);
    BigInteger s = new BigInteger(1, bytes, NUMBER_BYTES, NUMBER_BYTES);
    ECDSASigner signer = new ECDSASigner();
    signer.init(false, key);
    return signer.verifySignature(hash, r, s); // which refuses numbers out of 1 to n - 1
  }
}
