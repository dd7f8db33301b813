package dev.verge.shield.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KeySetTest {
  private static final Set<JWSAlgorithm> ASYMMETRIC =
      Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.ES256, JWSAlgorithm.RS256);
  private static final Signer good = Signer.es256("good");

  private final List<String> notes = new ArrayList<>();

  @Test
  void anAlgorithmThatIsNotSaidFollowsFromTheKeyWhereOnlyOneCan() throws Exception {
    JWK ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    JWK rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
    String pair = JwtKeys.createSigningKey().replaceAll("\"kid\":\"[^\"]*\"", "\"kid\":\"ed\"");
    JWK ed = JWK.parse(pair.replaceAll(",?\"alg\":\"EdDSA\"", ""));
    assertThat(ed.getAlgorithm()).isNull();

    KeySet set = KeySet.strict(jwks(ec, rsa, ed), ASYMMETRIC);

    assertThat(set.find("ec")).extracting(Key::algorithm).isEqualTo(JWSAlgorithm.ES256);
    assertThat(set.find("rsa")).extracting(Key::algorithm).isEqualTo(JWSAlgorithm.RS256);
    assertThat(set.find("ed")).extracting(Key::algorithm).isEqualTo(JWSAlgorithm.EdDSA);
  }

  @Test
  void aKeyThatCannotBeUsedIsNamedAndFailsAnOperatorsSet() throws Exception {
    Set<JWSAlgorithm> all = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256, JWSAlgorithm.HS256);
    JWK nameless = new ECKeyGenerator(Curve.P_256).generate();
    JWK otherCurve = new ECKeyGenerator(Curve.P_384).keyID("k").generate();
    JWK secret = new OctetSequenceKey.Builder(new byte[32]).keyID("k").build();
    JWK shortSecret =
        new OctetSequenceKey.Builder(new byte[16]).keyID("k").algorithm(JWSAlgorithm.HS256).build();
    JWK misfit =
        new ECKeyGenerator(Curve.P_384).keyID("k").algorithm(JWSAlgorithm.ES256).generate();

    strictly(jwks(nameless), all, "\"kid\"");
    strictly(jwks(otherCurve), all, "'k' needs an \"alg\" of ES256, HS256, RS256");
    strictly(jwks(secret), all, "\"alg\"");
    strictly(jwks(shortSecret), all, "'k' does not fit HS256");
    strictly(jwks(misfit), all, "'k' does not fit ES256");
    strictly(jwks(shortRsa()), all, "2048");
    strictly(Signer.jwks(good, Signer.es256("good")), all, "two keys have the id 'good'");
    strictly(Signer.jwks(good), Set.of(JWSAlgorithm.RS256), "'good' is for ES256");
    strictly("{\"keys\":[{\"kty\":\"XX\",\"kid\":\"new\"}]}", all, "'new'");
    strictly("{\"keys\":[{\"kid\":\"k\"}]}", all, "'k' is not a JWK");
  }

  @Test
  void aPointThatIsNotOnTheCurveIsNoKey() {
    String set =
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"k\",\"x\":\"%s\",\"y\":\"%s\"}]}"
            .formatted("A".repeat(42) + "E", "A".repeat(42) + "E");
    strictly(set, ASYMMETRIC, "'k'");
  }

  @Test
  void whatIsNoKeySetIsRefused() {
    for (String text :
        List.of("", "x", "[]", "{}", "{\"keys\":1}", "{\"keys\":[1]}", "{\"keys\":null}")) {
      strictly(text, ASYMMETRIC, "JWK set");
    }
    String entry = "{\"kty\":\"XX\"}";
    strictly("{\"keys\":[" + (entry + ",").repeat(100) + entry + "]}", ASYMMETRIC, "100 keys");
  }

  @Test
  void whateverIsChangedASetIsReadOrRefused() {
    Random random = new Random(11);
    String set = Signer.jwks(good, Signer.rs256("rsa"));
    for (int i = 0; i < 3_000; i++) {
      StringBuilder changed = new StringBuilder(set);
      for (int n = 0; n <= random.nextInt(4); n++) {
        int at = random.nextInt(changed.length());
        switch (random.nextInt(3)) {
          case 0 -> changed.setCharAt(at, "\"{}[]:,0aA-_ ".charAt(random.nextInt(13)));
          case 1 -> changed.deleteCharAt(at);
          default -> changed.insert(at, set, at / 2, Math.min(at / 2 + 20, set.length()));
        }
      }
      try {
        assertThat(KeySet.lenient(changed.toString(), ASYMMETRIC, notes::add).text()).isNotEmpty();
      } catch (IllegalArgumentException refused) {
        assertThat(refused.getMessage()).as("seed 11, %d", i).isNotBlank();
      }
    }
  }

  @Test
  void keysForOtherUsesAreLeftOutUnasked() throws Exception {
    JWK encrypts = new ECKeyGenerator(Curve.P_384).keyUse(KeyUse.ENCRYPTION).generate();
    KeySet set = KeySet.strict(jwks(encrypts, good.jwk()), ASYMMETRIC);
    assertThat(set.find("good")).isNotNull();
  }

  @Test
  void unusableKeysOfAnothersSetAreLeftOutAndNoted() {
    String text =
        Signer.jwks(good, Signer.hs256("secret"))
            .replace("{\"keys\":[", "{\"keys\":[{\"kty\":\"NEW\",\"kid\":\"new\"},");

    KeySet set = KeySet.lenient(text, ASYMMETRIC, notes::add);

    assertThat(set.find("good")).isNotNull();
    assertThat(set.find("secret")).isNull();
    assertThat(notes).singleElement().asString().contains("'new'", "'secret' is for HS256");
  }

  @Test
  void anothersSetWithoutAnyUsableKeyIsRefused() {
    assertThatThrownBy(() -> KeySet.lenient(Signer.jwks(Signer.hs256("s")), ASYMMETRIC, notes::add))
        .hasMessageContaining("no key that verifies")
        .hasMessageContaining("'s'");
    assertThatThrownBy(() -> KeySet.lenient("{\"keys\":[]}", ASYMMETRIC, notes::add))
        .hasMessageContaining("no key that verifies");
    assertThat(notes).isEmpty();
  }

  private static void strictly(String text, Set<JWSAlgorithm> allowed, String why) {
    assertThatThrownBy(() -> KeySet.strict(text, allowed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  private static String jwks(JWK... keys) {
    return new JWKSet(List.of(keys)).toString(false);
  }

  private static JWK shortRsa() {
    BigInteger modulus = BigInteger.ONE.shiftLeft(1_023).setBit(0);
    return new RSAKey.Builder(
            Base64URL.encode(modulus), Base64URL.encode(BigInteger.valueOf(65_537)))
        .keyID("k")
        .build();
  }
}
