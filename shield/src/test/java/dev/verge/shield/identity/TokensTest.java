package dev.verge.shield.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.verge.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("JavaUtilDate") // Nimbus speaks it
final class TokensTest {
  private static final Signer ec = Signer.es256("ec");
  private static final Signer rsa = Signer.rs256("rsa");
  private static final Signer mac = Signer.hs256("mac");

  @TempDir Path folder;
  private JwtKeys keys;
  private Tokens tokens;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @BeforeEach
  void open() throws IOException {
    Path file = Files.writeString(folder.resolve("jwks.json"), Signer.jwks(ec, rsa, mac));
    JwtSettings settings = new JwtSettings(file, List.of());
    keys = JwtKeys.open(JwtKeys.createSigningKey(), settings, folder.resolve("kept"));
    tokens = new Tokens(keys, () -> now, Revocations.NONE);
  }

  @AfterEach
  void close() {
    keys.close();
  }

  @Test
  void aTokenSignedHereNamesItsUserAndSession() {
    Token token = tokens.verify(tokens.sign("u1", "nrt.abc", Duration.ofHours(1)));

    assertThat(token.user()).isEqualTo("u1");
    assertThat(token.session()).isEqualTo("nrt.abc");
    assertThat(token.claims()).containsEntry("iss", "verge");
  }

  @Test
  void everyAlgorithmIsVerifiedWithItsConfiguredKey() {
    for (Signer signer : List.of(ec, rsa, mac)) {
      assertThat(tokens.verify(signer.sign(claims().build())).user()).isEqualTo("u1");
    }
  }

  @Test
  void aTokenWithoutSignatureIsRefused() {
    refused(new PlainJWT(claims().build()).serialize(), "not a signed JWT");
  }

  @Test
  void anAlgorithmThatIsNotItsKeysIsRefused() throws Exception {
    byte[] publicKey = rsa.jwk().toRSAKey().toRSAPublicKey().getEncoded();
    JWTClaimsSet claims = claims().build();
    refused(Signer.sign(JWSAlgorithm.HS256, "rsa", new MACSigner(publicKey), claims), "algorithm");
    refused(Signer.sign(JWSAlgorithm.RS512, "rsa", rsa.signer(), claims), "algorithm");
  }

  @Test
  void anotherKeyUnderAKnownIdIsRefused() {
    refused(Signer.es256("ec").sign(claims().build()), "signature");
    refused(Signer.es256("another").sign(claims().build()), "no key here");
  }

  @Test
  void aTokenIsRefusedOutsideItsTimesButForTheSkew() {
    String token = tokens.sign("u1", "s", Duration.ofHours(1));
    now = now.plus(Duration.ofHours(1)).plusSeconds(29);
    assertThat(tokens.verify(token).user()).isEqualTo("u1");
    now = now.plusSeconds(1);
    refused(token, "expired");
    refused(token, "expired");
    var early = claims().notBeforeTime(Date.from(now.plusSeconds(31)));
    early.expirationTime(Date.from(now.plusSeconds(90)));
    refused(ec.sign(early.build()), "not valid yet");
    refused(ec.sign(claims().issueTime(Date.from(now.plusSeconds(31))).build()), "future");
    assertThat(tokens.verify(ec.sign(early.notBeforeTime(Date.from(now.plusSeconds(30))).build())))
        .isNotNull();
  }

  @Test
  void aTokenNeedsASubjectAndAnEnd() {
    refused(ec.sign(claims().subject(null).build()), "subject");
    refused(ec.sign(claims().subject("a\nb").build()), "control");
    refused(ec.sign(claims().expirationTime(null).build()), "expires");
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
  void whateverIsChangedATokenIsRefusedOrTheSame() {
    Random random = new Random(7);
    String token = ec.sign(claims().build());
    Token good = tokens.verify(token);
    for (int i = 0; i < 3_000; i++) {
      StringBuilder changed = new StringBuilder(token);
      for (int n = 0; n <= random.nextInt(3); n++) {
        changed.setCharAt(random.nextInt(token.length()), (char) random.nextInt(32, 260));
      }
      try {
        assertThat(tokens.verify(changed.toString())).as("seed 7, %d", i).isEqualTo(good);
      } catch (Problem refused) {
        assertThat(refused.status()).isEqualTo(401);
      }
    }
  }

  @Test
  void aSignatureOfZerosIsRefused() {
    String[] parts = ec.sign(claims().build()).split("\\.", 3);
    String zeros = Base64URL.encode(new byte[64]).toString();
    refused(parts[0] + "." + parts[1] + "." + zeros, "signature");
  }

  @Test
  void aHeaderThatMustBeUnderstoodIsRefused() throws Exception {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .keyID("ec")
            .criticalParams(Set.of("exp"))
            .customParam("exp", 1)
            .build();
    SignedJWT jwt = new SignedJWT(header, claims().build());
    jwt.sign(ec.signer());
    refused(jwt.serialize(), "signature");
  }

  @Test
  void claimsAreJsonThatNobodyChanges() {
    Map<String, Object> nested = Map.of("roles", List.of("a", "b"));
    var signed = claims().issueTime(Date.from(now)).claim("app", nested).claim("none", null);
    Map<String, Object> claims = tokens.verify(ec.sign(signed.build())).claims();

    assertThat(claims)
        .containsEntry("iat", now.getEpochSecond())
        .containsEntry("app", nested)
        .doesNotContainKey("none");
    assertThatThrownBy(() -> claims.put("sub", "admin"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(claims.get("app"))
        .isInstanceOfSatisfying(
            Map.class,
            app -> {
              assertThatThrownBy(app::clear).isInstanceOf(UnsupportedOperationException.class);
              assertThat(app.get("roles"))
                  .isInstanceOfSatisfying(
                      List.class,
                      roles ->
                          assertThatThrownBy(roles::clear)
                              .isInstanceOf(UnsupportedOperationException.class));
            });
  }

  @Test
  void aRevokedTokenIsRefusedFromThenOnThoughItWasVerified() {
    Set<String> revoked = new HashSet<>();
    AtomicInteger questions = new AtomicInteger();
    Tokens watched =
        new Tokens(
            keys,
            () -> now,
            new Revocations() {
              @Override
              public Object version() {
                return revoked.size();
              }

              @Override
              public boolean isRevoked(Token token) {
                questions.incrementAndGet();
                return revoked.contains(token.id());
              }
            });
    String token = ec.sign(claims().issuer("i").jwtID("t1").build());
    watched.verify(token);
    watched.verify(token);
    assertThat(questions).hasValue(1);

    revoked.add(Token.id("i", "t2"));
    watched.verify(token);
    assertThat(questions).hasValue(2);

    revoked.add(Token.id("i", "t1"));
    refused(watched, token, "revoked");
    refused(watched, token, "revoked");
  }

  @Test
  void aTokenWithoutIdIsKnownByWhatWasSigned() {
    JWTClaimsSet claims = claims().build();
    Token one = tokens.verify(ec.sign(claims));
    Token twin = tokens.verify(ec.sign(claims)); // another signature
    Token other = tokens.verify(ec.sign(claims().claim("x", 1).build()));

    assertThat(one.id()).isEqualTo(twin.id()).isNotEqualTo(other.id());
  }

  private void refused(String token, String why) {
    refused(tokens, token, why);
  }

  static void refused(Tokens tokens, String token, String why) {
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
}
