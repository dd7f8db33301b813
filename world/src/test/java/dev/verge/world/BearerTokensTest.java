package dev.verge.world;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.verge.node.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of an issuer elsewhere, from the configuration to the handler. */
@Timeout(60)
@SuppressWarnings("JavaUtilDate") // Nimbus speaks it
final class BearerTokensTest {
  @TempDir Path folder;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private ECKey key;
  private HttpServer issuer;

  @BeforeEach
  void start() throws Exception {
    key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    byte[] set = new JWKSet(key.toPublicJWK()).toString().getBytes(UTF_8);
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        "/jwks",
        x -> {
          try (x) {
            x.sendResponseHeaders(200, set.length);
            x.getResponseBody().write(set);
          }
        });
    issuer.start();
  }

  @AfterEach
  void stop() {
    issuer.stop(0);
  }

  @Test
  void aTokenIdentifiesItsUserEverywhereUntilItIsRevoked() throws Exception {
    String token = token("t1");
    try (World world = open()) {
      HttpResponse<String> me = send(world, "nrt", "GET", "/me", token);
      assertThat(me.statusCode()).isEqualTo(200);
      assertThat(me.body()).contains("\"u1\"", "[\"orders\",\"read\"]");
      assertThat(send(world, "iad", "GET", "/me", token).statusCode()).isEqualTo(200);

      assertThat(send(world, "nrt", "POST", "/leave", token).statusCode()).isEqualTo(204);
      for (String location : world.locations()) {
        await().until(() -> send(world, location, "GET", "/where", token).statusCode() == 401);
      }
      assertThat(send(world, "nrt", "GET", "/me", token).body()).contains("it was revoked");
      assertThat(send(world, "nrt", "GET", "/me", token("t2")).statusCode()).isEqualTo(200);
    }
    issuer.stop(0);
    try (World restarted = open()) {
      assertThat(send(restarted, "iad", "GET", "/me", token("t3")).statusCode()).isEqualTo(200);
      assertThat(send(restarted, "iad", "GET", "/me", token).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aKeyFileThatIsWrongIsNamedAtTheStart() throws IOException {
    Files.writeString(folder.resolve("keys.json"), "{}");
    Settings settings = settings("jwt:\n  keys: keys.json\n");
    WorldConfig config = config().withSettings(settings);
    assertThatThrownBy(() -> World.open(config).close())
        .isInstanceOf(WorldException.class)
        .hasMessageContaining("keys.json")
        .hasMessageContaining("\"keys\"");
  }

  private World open() throws IOException {
    Settings settings =
        settings(
            """
            jwt:
              issuers:
                id:
                  issuer: https://id.example
                  audience: notes
                  jwks: http://localhost:%d/jwks
            """
                .formatted(issuer.getAddress().getPort()));
    return World.open(config().withSettings(settings));
  }

  private WorldConfig config() {
    return WorldConfig.of(Path.of("target/test-classes"), folder.resolve("data"))
        .withLocations(List.of("iad", "nrt"))
        .withWan(0);
  }

  private Settings settings(String yaml) throws IOException {
    return Settings.read(Files.writeString(folder.resolve("verge.yaml"), yaml));
  }

  private String token(String id) throws Exception {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer("https://id.example")
            .audience("notes")
            .subject("u1")
            .jwtID(id)
            .claim("scope", "read orders")
            .issueTime(Date.from(Instant.now()))
            .expirationTime(Date.from(Instant.now().plusSeconds(600)))
            .build();
    var jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k1").build(), claims);
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }

  private HttpResponse<String> send(
      World world, String location, String method, String path, String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(world.url(location).resolve(path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .header("Authorization", "Bearer " + token)
            .build();
    return http.send(request, BodyHandlers.ofString());
  }
}
