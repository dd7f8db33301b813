package dev.verge.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.verge.node.config.Settings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The limits of routes as clients meet them. */
@Timeout(60)
class RateLimitsTest {
  private static final Path BUNDLE = Path.of("target/test-classes");
  private static final String AUTHORIZATION = "Authorization";

  @TempDir Path data;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private World open(String settings) throws IOException {
    Settings read = Settings.read(Files.writeString(data.resolve("verge.yaml"), settings));
    return World.open(
        WorldConfig.of(BUNDLE, data).withLocations(List.of("iad")).withWan(0).withSettings(read));
  }

  private HttpResponse<String> get(World world, String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(world.gateway().resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static String field(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void anAddressIsToldWhatIsLeftAndThenRefused() throws Exception {
    try (World world = open("")) {
      for (int left = 2; left >= 0; left--) {
        HttpResponse<String> response = get(world, "/limited");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(field(response, "RateLimit-Policy")).isEqualTo("\"get-limited\";q=3;w=60");
        assertThat(field(response, "RateLimit")).startsWith("\"get-limited\";r=" + left + ";t=");
      }
      HttpResponse<String> refused = get(world, "/limited");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(field(refused, "Content-Type")).isEqualTo("application/problem+json");
      assertThat(refused.body()).contains("3 in 60 s");
      assertThat(Integer.parseInt(field(refused, "Retry-After"))).isBetween(1, 60);
      assertThat(field(refused, "Server-Timing")).contains("limit;dur=");
      assertThat(get(world, "/limited", "Verge-Address", "203.0.113.7").statusCode())
          .isEqualTo(200);
      assertThat(get(world, "/where").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void ipv6ClientsCountByTheNetworkThatTheyHave() throws Exception {
    try (World world = open("")) {
      for (int i = 0; i < 4; i++) {
        int status = get(world, "/limited", "Verge-Address", "2001:db8::" + i).statusCode();
        assertThat(status).isEqualTo(i < 3 ? 200 : 429);
      }
      assertThat(get(world, "/limited", "Verge-Address", "2001:db8:0:1::").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void usersCountByThemselvesAndStrangersByAddress() throws Exception {
    try (World world = open("")) {
      for (String user : List.of("u1", "127.0.0.1")) {
        String bearer = "Bearer " + signIn(world, user);
        for (int i = 0; i < 3; i++) {
          assertThat(get(world, "/mine", AUTHORIZATION, bearer).statusCode())
              .isEqualTo(i < 2 ? 200 : 429);
        }
      }
      for (int i = 0; i < 3; i++) {
        assertThat(get(world, "/mine").statusCode()).isEqualTo(i < 2 ? 401 : 429);
      }
    }
  }

  private String signIn(World world, String user) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(world.gateway().resolve("/sign-in/" + user))
            .POST(BodyPublishers.noBody())
            .build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  @Test
  void theOperatorSetsALimitAnewAndAddsOthers() throws Exception {
    String settings =
        """
        rate-limits:
          mine: {permits: 1, window-millis: 60000, by: [user]}
          keys: {permits: 2, by: ["header:X-Api-Key", route], routes: ["GET /where"]}
          all: {permits: 5, burst: 5, routes: "*"}
        """;
    try (World world = open(settings)) {
      assertThat(get(world, "/mine").statusCode()).isEqualTo(401);
      assertThat(get(world, "/mine").statusCode()).isEqualTo(429);
      String[] key = {"X-Api-Key", "k1", "Verge-Address", "203.0.113.7"};
      assertThat(get(world, "/where", key).statusCode()).isEqualTo(200);
      assertThat(get(world, "/where", key).statusCode()).isEqualTo(200);
      assertThat(get(world, "/where", key).statusCode()).isEqualTo(429);
      for (int i = 0; i < 6; i++) {
        assertThat(get(world, "/nowhere", "Verge-Address", "203.0.113.8").statusCode())
            .isEqualTo(i < 5 ? 404 : 429);
      }
    }
  }

  @Test
  void locationsShareTheLimitsThatAreGlobal() throws Exception {
    String settings = "rate-limits: {all: {permits: 30, scope: global, routes: '*'}}";
    Settings read = Settings.read(Files.writeString(data.resolve("verge.yaml"), settings));
    try (World world =
        World.open(
            WorldConfig.of(BUNDLE, data)
                .withLocations(List.of("iad", "nrt"))
                .withWan(0)
                .withSettings(read))) {
      for (int i = 0; i < 30; i++) {
        assertThat(get(world, "/where", "Verge-From", "iad").statusCode()).isEqualTo(200);
      }
      // Whose own count has permits left until it is told; each question takes one of them.
      await()
          .atMost(Duration.ofSeconds(2))
          .until(() -> get(world, "/where", "Verge-From", "nrt").statusCode() == 429);
      world.partition("nrt");
      String[] other = {"Verge-From", "nrt", "Verge-Address", "203.0.113.7"};
      for (int i = 0; i < 31; i++) {
        assertThat(get(world, "/where", other).statusCode()).isEqualTo(i < 30 ? 200 : 429);
      }
      other[1] = "iad"; // knows nothing of it until the link heals
      assertThat(get(world, "/where", other).statusCode()).isEqualTo(200);
      world.heal("nrt");
      await().until(() -> get(world, "/where", other).statusCode() == 429);
    }
  }

  @Test
  void namesALimitThatFitsNothing() {
    assertThatThrownBy(() -> open("rate-limits: {typo: {permits: 1}}"))
        .hasMessageContaining("'typo'")
        .hasMessageContaining("needs routes");
    assertThatThrownBy(() -> open("rate-limits: {new: {permits: 1, routes: [GET /nowhere]}}"))
        .hasMessageContaining("'GET /nowhere'");
    assertThatThrownBy(() -> open("rate-limits: {new: {permits: 0, routes: '*'}}"))
        .hasMessageContaining("verge.yaml:1");
    assertThatThrownBy(() -> open("rate-limits: {new: {permits: 1, by: host, routes: '*'}}"))
        .hasMessageContaining("host");
  }
}
