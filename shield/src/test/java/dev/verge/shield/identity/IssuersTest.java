package dev.verge.shield.identity;

import static dev.verge.shield.identity.TokensTest.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.verge.Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("JavaUtilDate") // Nimbus speaks it
final class IssuersTest {
  private static final Duration LONG = Duration.ofSeconds(20); // for a machine that is busy
  private static final String SIGNING = JwtKeys.createSigningKey();
  private static final Signer ec = Signer.es256("ec");
  private static final Signer next = Signer.rs256("next");
  private static final Signer secret = Signer.hs256("secret");

  @TempDir Path folder;
  private IssuerServer server;
  private JwtKeys keys = JwtKeys.open(SIGNING, JwtSettings.NONE, Path.of("unused"));
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @BeforeEach
  void start() throws IOException {
    server = new IssuerServer();
    server.answers(Signer.jwks(ec));
  }

  @AfterEach
  void stop() {
    keys.close();
    server.close();
  }

  @Test
  void aTokenOfAnIssuerCountsWithItsKeyItsNameAndItsAudience() {
    Tokens tokens = open(issuer(server.address()));
    assertThat(tokens.verify(ec.sign(claims().build())).user()).isEqualTo("u1");
    assertThat(tokens.verify(ec.sign(claims().audience(List.of("a", "shop")).build())).session())
        .isNull();

    refused(tokens, ec.sign(claims().audience("other").build()), "audience");
    refused(tokens, ec.sign(claims().audience((String) null).build()), "audience");
    refused(tokens, ec.sign(claims().issuer("https://id.example/").build()), "no key here");
    refused(tokens, ec.sign(claims().issuer(null).build()), "no key here");
    refused(tokens, ec.sign(claims().issuer("verge").build()), "no key here");
  }

  @Test
  void keysOfOneIssuerVerifyNoOthersTokens() throws IOException {
    Path theirs = Files.writeString(folder.resolve("theirs.json"), Signer.jwks(next));
    Path ours = Files.writeString(folder.resolve("ours.json"), Signer.jwks(secret));
    Issuer other =
        new Issuer("other", "https://other.example", null, theirs.toUri(), RS256, Issuer.SKEW);
    JwtSettings both = new JwtSettings(ours, List.of(issuer(server.address()), other));
    Tokens tokens = open(both);

    assertThat(tokens.verify(next.sign(claims().issuer("https://other.example").build())))
        .isNotNull();
    assertThat(tokens.verify(secret.sign(claims().issuer("anybody").build()))).isNotNull();
    refused(tokens, next.sign(claims().build()), "no key here");
    refused(tokens, secret.sign(claims().build()), "no key here");
    refused(tokens, ec.sign(claims().issuer("https://other.example").build()), "no key here");
  }

  @Test
  void aSessionClaimOfAnotherIssuerIsNoSessionHere() {
    Tokens tokens = open(issuer(server.address()));
    assertThat(tokens.verify(ec.sign(claims().claim("sid", "nrt.stolen").build())).session())
        .isNull();
  }

  @Test
  void theSkewIsTheIssuers() {
    Tokens tokens = open(issuer(server.address()));
    String token = ec.sign(claims().build());
    now = now.plusSeconds(60 + 4);
    assertThat(tokens.verify(token)).isNotNull();
    now = now.plusSeconds(1);
    refused(tokens, token, "expired");
  }

  @Test
  void anAlgorithmThatIsNotOnTheListIsNotVerifiedByAnyKey() throws Exception {
    server.answers(Signer.jwks(ec, next, secret));
    Tokens tokens = open(issuer(server.address()));
    assertThat(tokens.verify(ec.sign(claims().build()))).isNotNull();
    refused(tokens, next.sign(claims().build()), "no key here");
    refused(tokens, secret.sign(claims().build()), "no key here");
    MACSigner confused = new MACSigner(ec.jwk().toECKey().toECPublicKey().getEncoded());
    refused(tokens, Signer.sign(JWSAlgorithm.HS256, "ec", confused, claims().build()), "algorithm");
  }

  @Test
  void aTokenOfANewKeyIsVerifiedAtOnceAndThoseOfTheOldStayGood() throws Exception {
    Tokens tokens = open(issuer(server.address(), Issuer.ALGORITHMS));
    String old = ec.sign(claims().build());
    tokens.verify(old);
    server.answers(Signer.jwks(ec, next));
    String fresh = next.sign(claims().build());
    AtomicInteger failed = new AtomicInteger();
    List<Thread> requests = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String token = i % 2 == 0 ? old : fresh;
      requests.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int n = 0; n < 50; n++) {
                  if (!isGood(tokens, token)) {
                    failed.incrementAndGet();
                  }
                }
              }));
    }
    for (Thread request : requests) {
      request.join();
    }
    assertThat(failed).hasValue(0);
  }

  @Test
  void tokensOfAWithdrawnKeyAreRefusedThoughTheyWereVerified() throws IOException {
    Path file = Files.writeString(folder.resolve("id.json"), Signer.jwks(ec, next));
    Tokens tokens = open(issuer(file.toUri(), Issuer.ALGORITHMS));
    String token = ec.sign(claims().build());
    tokens.verify(token);
    Files.writeString(file, Signer.jwks(next));

    // An unknown key makes it look again.
    refused(tokens, Signer.es256("unknown").sign(claims().build()), "no key here");
    refused(tokens, token, "no key here");
    assertThat(tokens.verify(next.sign(claims().build()))).isNotNull();
  }

  @Test
  void aFloodOfUnknownKeysMakesOneRequest() {
    Tokens tokens = open(issuer(server.address()));
    tokens.verify(ec.sign(claims().build()));
    int before = server.requests();
    String token = ec.sign(claims().build());
    for (int i = 0; i < 1_000; i++) {
      String unknown =
          Base64URL.encode("{\"alg\":\"ES256\",\"kid\":\"k" + i + "\"}")
              + token.substring(token.indexOf('.'));
      refused(tokens, unknown, "no key here");
    }
    assertThat(server.requests()).isLessThanOrEqualTo(before + 1);
  }

  @Test
  void aRestartWithoutTheIssuerStillVerifies() {
    Tokens tokens = open(issuer(server.address()));
    tokens.verify(ec.sign(claims().build()));
    keys.close();
    server.close();

    Tokens restarted = open(issuer(server.address()));
    assertThat(restarted.verify(ec.sign(claims().build())).user()).isEqualTo("u1");
    keys.close();

    Tokens elsewhere = open(issuer(URI.create("http://localhost:1/jwks")));
    refused(elsewhere, ec.sign(claims().build()), "no key here");
  }

  @Test
  void aBadSetReplacesNeitherTheKeysNorTheirCopy() {
    Tokens tokens = open(issuer(server.address()));
    tokens.verify(ec.sign(claims().build()));
    server.answers("{\"keys\":[]}");
    refused(tokens, Signer.es256("unknown").sign(claims().build()), "no key here");
    assertThat(tokens.verify(ec.sign(claims().build()))).isNotNull();
    keys.close();
    assertThat(open(issuer(server.address())).verify(ec.sign(claims().build()))).isNotNull();
  }

  @Test
  void aDamagedCopyOnlyWaitsForTheIssuer() throws IOException {
    open(issuer(server.address())).verify(ec.sign(claims().build()));
    keys.close();
    try (var copies = Files.list(folder.resolve("kept"))) {
      Files.writeString(copies.findFirst().orElseThrow(), "{");
    }
    assertThat(open(issuer(server.address())).verify(ec.sign(claims().build()))).isNotNull();
  }

  @Test
  void anOperatorsFileMustBeRightAtTheStartAndIsFollowedLater() throws IOException {
    Path file = folder.resolve("id.json");
    assertThatThrownBy(() -> open(issuer(file.toUri()))).hasMessageContaining("no file");
    Files.writeString(file, Signer.jwks(next));
    assertThatThrownBy(() -> open(issuer(file.toUri())))
        .hasMessageContaining("id.json")
        .hasMessageContaining("'next' is for RS256, allowed here are ES256");

    Files.writeString(file, Signer.jwks(ec));
    Tokens tokens = open(issuer(file.toUri()));
    Files.writeString(file, "half of a se");
    refused(tokens, Signer.es256("unknown").sign(claims().build()), "no key here");
    assertThat(tokens.verify(ec.sign(claims().build()))).isNotNull();
  }

  @Test
  void startingWaitsForNoIssuer() {
    server.hangs(false);
    Tokens tokens = open(issuer(server.address()));
    await().until(() -> server.requests() == 1);
    keys.close();
    refused(tokens, ec.sign(claims().build()), "no key here");
  }

  private static final Set<String> RS256 = Set.of("RS256");

  private static boolean isGood(Tokens tokens, String token) {
    try {
      return tokens.verify(token).user().equals("u1");
    } catch (Problem refused) {
      return false;
    }
  }

  private Tokens open(Issuer issuer) {
    return open(new JwtSettings(null, List.of(issuer)));
  }

  private Tokens open(JwtSettings settings) {
    keys.close();
    keys = JwtKeys.open(SIGNING, settings, folder.resolve("kept"), LONG);
    keys.start();
    return new Tokens(keys, () -> now, Revocations.NONE);
  }

  private static Issuer issuer(URI jwks) {
    return issuer(jwks, Set.of("ES256"));
  }

  private static Issuer issuer(URI jwks, Set<String> algorithms) {
    return new Issuer("id", "https://id.example", "shop", jwks, algorithms, Duration.ofSeconds(5));
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("https://id.example")
        .audience("shop")
        .subject("u1")
        .expirationTime(Date.from(now.plusSeconds(60)));
  }
}
