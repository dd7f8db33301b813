package dev.verge.shield.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.verge.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("JavaUtilDate") // Nimbus speaks it
final class TokensTest {
  private static final ECKey ec = ecKey();
  private static final RSAKey rsa = rsaKey();
  private static final OctetSequenceKey mac = macKey();
  private static final JwtKeys keys =
      JwtKeys.of(
          JwtKeys.createSigningKey(),
          new JWKSet(List.of(ec.toPublicJWK(), rsa.toPublicJWK(), mac)).toString(false));

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Tokens tokens = new Tokens(keys, () -> now);

  @Test
  void aTokenSignedHereNamesItsUserAndSession() {
    Token token = tokens.verify(tokens.sign("u1", "nrt.abc", Duration.ofHours(1)));

    assertThat(token.user()).isEqualTo("u1");
    assertThat(token.session()).isEqualTo("nrt.abc");
    assertThat(token.claims()).containsEntry("iss", "verge");
  }

  @Test
  void everyAlgorithmIsVerifiedWithItsConfiguredKey() throws Exception {
    assertThat(tokens.verify(sign(JWSAlgorithm.ES256, "ec", new ECDSASigner(ec))).user())
        .isEqualTo("u1");
    assertThat(tokens.verify(sign(JWSAlgorithm.RS256, "rsa", new RSASSASigner(rsa))).user())
        .isEqualTo("u1");
    assertThat(tokens.verify(sign(JWSAlgorithm.HS256, "mac", new MACSigner(mac))).user())
        .isEqualTo("u1");
  }

  @Test
  void aTokenWithoutSignatureIsRefused() {
    refused(new PlainJWT(claims().build()).serialize(), "not a signed JWT");
  }

  @Test
  void anAlgorithmThatIsNotItsKeysIsRefused() throws Exception {
    byte[] publicKey = rsa.toRSAPublicKey().getEncoded();
    refused(sign(JWSAlgorithm.HS256, "rsa", new MACSigner(publicKey)), "algorithm");
    refused(sign(JWSAlgorithm.RS512, "rsa", new RSASSASigner(rsa)), "algorithm");
  }

  @Test
  void anotherKeyUnderAKnownIdIsRefused() throws Exception {
    ECKey other = new ECKeyGenerator(Curve.P_256).generate();
    refused(sign(JWSAlgorithm.ES256, "ec", new ECDSASigner(other)), "signature");
    Tokens elsewhere = new Tokens(JwtKeys.of(JwtKeys.createSigningKey(), null), () -> now);
    refused(elsewhere.sign("u1", "s", Duration.ofHours(1)), "no key here");
  }

  @Test
  void aTokenIsRefusedOutsideItsTimesButForTheSkew() throws Exception {
    String token = tokens.sign("u1", "s", Duration.ofHours(1));
    now = now.plus(Duration.ofHours(1)).plusSeconds(29);
    assertThat(tokens.verify(token).user()).isEqualTo("u1");
    now = now.plusSeconds(1);
    refused(token, "expired");
    refused(token, "expired");
    var early = claims().notBeforeTime(Date.from(now.plusSeconds(31)));
    early.expirationTime(Date.from(now.plusSeconds(90)));
    refused(sign(early, JWSAlgorithm.ES256, "ec", new ECDSASigner(ec)), "not valid yet");
  }

  @Test
  void aTokenNeedsASubjectAndAnEnd() throws Exception {
    ECDSASigner signer = new ECDSASigner(ec);
    refused(sign(claims().subject(null), JWSAlgorithm.ES256, "ec", signer), "subject");
    refused(sign(claims().expirationTime(null), JWSAlgorithm.ES256, "ec", signer), "expires");
  }

  @Test
  void aChangedTokenIsRefused() {
    String token = tokens.sign("u1", "s", Duration.ofHours(1));
    String[] parts = token.split("\\.", 3);
    String claims = claims().subject("admin").build().toPayload().toBase64URL().toString();
    refused(parts[0] + "." + claims + "." + parts[2], "signature");
    refused(parts[0] + "." + parts[1] + ".AAAA", "signature");
  }

  @Test
  void rubbishIsRefused() {
    for (String rubbish : List.of("", "a", "a.b.c", "..", "€.€.€", "x".repeat(8_193))) {
      refused(rubbish, "refused");
    }
  }

  @Test
  void keysThatCannotBeUsedAreNamed() throws Exception {
    String signing = JwtKeys.createSigningKey();
    ECKey nameless = new ECKeyGenerator(Curve.P_256).algorithm(JWSAlgorithm.ES256).generate();
    ECKey any = new ECKeyGenerator(Curve.P_256).keyID("any").generate();
    assertThatThrownBy(() -> JwtKeys.of(signing, new JWKSet(nameless).toString()))
        .hasMessageContaining("\"kid\"");
    assertThatThrownBy(() -> JwtKeys.of(signing, new JWKSet(any).toString()))
        .hasMessageContaining("'any'")
        .hasMessageContaining("\"alg\"");
    assertThatThrownBy(() -> JwtKeys.of(signing, "{}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void refused(String token, String why) {
    assertThatThrownBy(() -> tokens.verify(token))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(401);
              assertThat(problem.detail()).contains(why);
            });
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder().subject("u1").expirationTime(Date.from(now.plusSeconds(60)));
  }

  private String sign(JWSAlgorithm algorithm, String key, JWSSigner signer) throws Exception {
    return sign(claims(), algorithm, key, signer);
  }

  private static String sign(
      JWTClaimsSet.Builder claims, JWSAlgorithm algorithm, String key, JWSSigner signer)
      throws Exception {
    var jwt = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(key).build(), claims.build());
    jwt.sign(signer);
    return jwt.serialize();
  }

  private static ECKey ecKey() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("ec").algorithm(JWSAlgorithm.ES256).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RSAKey rsaKey() {
    try {
      return new RSAKeyGenerator(2048).keyID("rsa").algorithm(JWSAlgorithm.RS256).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OctetSequenceKey macKey() {
    try {
      var generator = new OctetSequenceKeyGenerator(256);
      return generator.keyID("mac").algorithm(JWSAlgorithm.HS256).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
