package dev.verge.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.verge.web.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorldTest {
  private static final Path BUNDLE = Path.of("target/test-classes");

  @TempDir Path data;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private WorldConfig config(String... locations) {
    return WorldConfig.of(BUNDLE, data).withLocations(List.of(locations)).withWan(0.2);
  }

  @Test
  void clientsAreTakenToTheNearestLocationAndReachEachAtItsOwnPort() throws Exception {
    try (World world = World.open(config("iad", "fra", "nrt"))) {
      assertThat(get(world.gateway(), "/where", null).body())
          .isEqualTo("{\"location\":\"iad\",\"country\":\"US\"}");
      HttpResponse<String> munich = get(world.gateway(), "/where", "48.1,11.5");
      assertThat(munich.body()).contains("\"fra\"").contains("\"DE\"");
      assertThat(munich.headers().firstValue("X-Edge-Region")).contains("fra");
      assertThat(munich.headers().firstValue("X-User-Country")).contains("DE");
      assertThat(get(world.url("nrt"), "/where", "gru").body())
          .contains("\"nrt\"")
          .contains("\"BR\"");
      HttpResponse<String> nowhere = get(world.gateway(), "/where", "atlantis");
      assertThat(nowhere.statusCode()).isEqualTo(400);
      assertThat(nowhere.headers().firstValue("Content-Type")).contains("application/problem+json");
      assertThat(nowhere.body()).contains("IATA code");
      assertThat(get(world.url("nrt"), "/where", "1,2,3").statusCode()).isEqualTo(400);
      assertThat(get(world.url("nrt"), "/clock", null).body()).isEqualTo("late");
    }
  }

  @Test
  void aWriteAnywhereShowsEverywhereAfterTheDelay() throws Exception {
    try (World world = World.open(config("iad", "nrt").withWan(1))) {
      await().until(() -> get(world.url("nrt"), "/items", null).body().contains("seeded"));
      Links links = new Links(List.of(LinksTest.IAD, LinksTest.NRT), 1, new ManualScheduler());
      Duration roundTrip = Duration.ofNanos(2 * links.oneWayNanos("iad", "nrt"));
      long start = System.nanoTime();
      assertThat(post(world.url("nrt"), "/items", "{\"name\":\"tea\"}").statusCode())
          .isEqualTo(201);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(roundTrip);
      assertThat(get(world.url("iad"), "/items", null).body()).contains("tea");
      await().until(() -> get(world.url("nrt"), "/items", null).body().contains("tea"));
    }
  }

  @Test
  void aLocationThatIsCutOffReadsOnAndSaysSoAndCatchesUpWhenHealed() throws Exception {
    try (World world = World.open(config("iad", "nrt"))) {
      await().until(() -> get(world.url("nrt"), "/items", null).body().contains("seeded"));
      world.partition("nrt");
      assertThat(world.isCut("nrt")).isTrue();
      assertThat(post(world.url("iad"), "/items", "{\"name\":\"tea\"}").statusCode())
          .isEqualTo(201);
      assertThat(get(world.url("nrt"), "/items", null).body())
          .contains("seeded")
          .doesNotContain("tea");
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() ->
              get(world.gateway(), "/items", "nrt")
                  .headers()
                  .firstValue("Verge-Stale")
                  .isPresent());
      HttpResponse<String> refused = post(world.url("nrt"), "/items", "{\"name\":\"milk\"}");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      world.heal("nrt");
      await().until(() -> get(world.url("nrt"), "/items", null).body().contains("tea"));
      await()
          .until(() -> post(world.url("nrt"), "/items", "{\"name\":\"rice\"}").statusCode() == 201);
    }
  }

  @Test
  void survivesRestartsWithMoreLocationsAndKeepsItsOrigin() throws Exception {
    try (World world = World.open(config("iad", "fra"))) {
      post(world.url("fra"), "/items", "{\"name\":\"tea\"}");
    }
    try (World world = World.open(config("iad", "syd", "fra"))) {
      await().until(() -> get(world.url("syd"), "/items", null).body().contains("tea"));
      assertThat(world.data("iad").contentHash("catalog")).isNotEmpty();
      await()
          .until(() ->
              world
                  .data("syd")
                  .contentHash("catalog")
                  .equals(world.data("iad").contentHash("catalog")));
      assertThatThrownBy(() -> World.open(config("iad")))
          .isInstanceOf(WorldException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }
    assertThatThrownBy(() -> World.open(config("fra", "iad")))
        .isInstanceOf(WorldException.class)
        .hasMessageContaining("name iad first");
    World.open(config("iad")).close();
  }

  @Test
  void aLostLocationsClientsGoElsewhereAndComeBack() throws Exception {
    try (World world = World.open(config("iad", "nrt"))) {
      URI nrt = world.url("nrt");
      world.stop("nrt");
      assertThat(get(world.gateway(), "/where", "nrt").body()).contains("iad").contains("JP");
      assertThat(world.status().locations().get(1).health()).isEqualTo("down");
      assertThatThrownBy(() -> get(nrt, "/where", null)).isInstanceOf(java.io.IOException.class);
      world.start("nrt");
      assertThat(world.url("nrt")).isEqualTo(nrt);
      assertThat(get(nrt, "/where", null).body()).contains("nrt");
      assertThat(get(world.gateway(), "/where", "nrt").body()).contains("nrt");
    }
  }

  @Test
  void pagesAreServedWhileTheOriginIsLost() throws Exception {
    try (World world = World.open(config("iad", "nrt"))) {
      await().until(() -> get(world.url("nrt"), "/items", null).body().contains("seeded"));
      world.stop("iad");
      assertThat(get(world.url("nrt"), "/items", null).body()).contains("seeded");
      assertThat(get(world.gateway(), "/items", null).body()).contains("seeded");
    }
  }

  @Test
  void aPortInUseIsNamedAndNothingStaysOpen() throws Exception {
    try (var taken = new java.net.ServerSocket(0)) {
      int port = taken.getLocalPort() - 1;
      assertThatThrownBy(() -> World.open(config("iad").withPort(port)))
          .hasMessageContaining(String.valueOf(taken.getLocalPort()));
      assertThat(data.resolve("control.json")).doesNotExist();
    }
    World.open(config("iad")).close();
  }

  @Test
  void progressIsTold() {
    List<String> steps = new CopyOnWriteArrayList<>();
    World.open(config("iad", "fra").withProgress(steps::add)).close();
    assertThat(steps).anyMatch(step -> step.contains("iad")).anyMatch(s -> s.contains("fra"));
  }

  @Test
  void theControlEndpointServesTheCommands() throws Exception {
    try (World world = World.open(config("iad", "nrt"))) {
      Commands commands = new Commands(data);
      String status = commands.get("/status");
      assertThat(status)
          .contains("\"gateway\":\"" + world.gateway() + "\"")
          .contains("\"name\":\"iad\"")
          .contains("\"role\":\"origin\"")
          .contains("\"role\":\"edge\"")
          .contains("\"health\":\"up\"")
          .contains("\"lag_ms\":")
          .contains("\"name\":\"catalog\"")
          .contains("\"name\":\"sessions\"");
      assertThat(commands.get("/routes"))
          .contains("/clock")
          .contains("there is one clock")
          .contains("\"at\":\"origin\"");

      String select = "{\"dataset\":\"catalog\",\"sql\":\"SELECT 1\",\"at\":\"nrt\"}";
      await().until(() -> commands.post("/sql", select).contains("columns")); // it has a copy
      String inserted =
          commands.post(
              "/sql",
              "{\"dataset\":\"catalog\",\"sql\":\"INSERT INTO items (name) VALUES"
                  + " ('tea')\",\"at\":\"nrt\"}");
      assertThat(inserted).contains("\"changes\":1");
      assertThat(
              commands.post(
                  "/sql",
                  "{\"dataset\":\"catalog\",\"sql\":\"SELECT count(*) AS n FROM"
                      + " items\",\"at\":\"nrt\"}"))
          .contains("\"columns\":[\"n\"]");
      String rows =
          commands.post(
              "/sql", "{\"dataset\":\"catalog\",\"sql\":\"SELECT name FROM items ORDER BY id\"}");
      assertThat(rows)
          .contains("\"columns\":[\"name\"]")
          .contains("\"rows\":[[\"seeded\"],[\"tea\"]]");

      assertThat(
              commands.post(
                  "/kv", "{\"op\":\"put\",\"dataset\":\"settings\",\"key\":\"k\",\"value\":\"é\"}"))
          .contains("\"revision\":");
      assertThat(commands.post("/kv", "{\"op\":\"get\",\"dataset\":\"settings\",\"key\":\"k\"}"))
          .contains("\"value\":\"é\"");
      assertThat(commands.post("/kv", "{\"op\":\"list\",\"dataset\":\"settings\"}"))
          .contains("\"key\":\"k\"");
      assertThat(commands.post("/kv", "{\"op\":\"delete\",\"dataset\":\"settings\",\"key\":\"k\"}"))
          .contains("\"deleted\":true");
      assertThat(commands.post("/kv", "{\"op\":\"get\",\"dataset\":\"settings\",\"key\":\"k\"}"))
          .contains("\"status\":404");

      assertThat(commands.post("/fault", "{\"op\":\"partition\",\"location\":\"nrt\"}"))
          .contains("\"cut\":true");
      assertThat(commands.get("/status")).contains("\"cut\":true");
      assertThat(commands.post("/fault", "{\"op\":\"heal\",\"location\":\"nrt\"}"))
          .contains("\"cut\":false");
    }
    assertThat(data.resolve("control.json")).doesNotExist();
  }

  @Test
  void theControlEndpointNamesWhatThereIs() throws Exception {
    try (World world = World.open(config("iad", "nrt"))) {
      assertThat(world.locations()).containsExactly("iad", "nrt");
      Commands commands = new Commands(data);
      assertThat(commands.post("/fault", "{\"op\":\"heal\",\"location\":\"xyz\"}"))
          .contains("no location 'xyz', there are iad, nrt");
      assertThat(commands.post("/sql", "{\"dataset\":\"x\",\"sql\":\"SELECT 1\",\"at\":\"xyz\"}"))
          .contains("there are iad, nrt");
      assertThat(commands.post("/sql", "{\"dataset\":\"nope\",\"sql\":\"SELECT 1\"}"))
          .contains("nope")
          .contains("catalog");
      assertThat(commands.post("/kv", "{\"op\":\"get\",\"dataset\":\"nope\",\"key\":\"k\"}"))
          .contains("nope")
          .contains("settings");
      assertThat(commands.post("/kv", "{\"op\":\"burn\",\"dataset\":\"settings\"}"))
          .contains("get, put, delete or list");
      assertThat(commands.post("/sql", "{\"dataset\":\"catalog\",\"sql\":\"SELEC 1\"}"))
          .contains("\"status\":400");
      assertThat(commands.post("/sql", "{\"dataset\":\"catalog\",\"sql\":\"DELETE FROM x\"}"))
          .contains("no such table");
    }
  }

  /** What the commands do: read control.json and ask. */
  private final class Commands {
    private final ControlTest.Described control;

    Commands(Path folder) throws java.io.IOException {
      control =
          new Json()
              .read(
                  Files.readAllBytes(folder.resolve("control.json")), ControlTest.Described.class);
    }

    String get(String path) throws Exception {
      return send(HttpRequest.newBuilder(URI.create(control.url() + path)));
    }

    String post(String path, String body) throws Exception {
      return send(
          HttpRequest.newBuilder(URI.create(control.url() + path))
              .POST(BodyPublishers.ofString(body)));
    }

    private String send(HttpRequest.Builder request) throws Exception {
      request.header("Authorization", "Bearer " + control.token());
      return http.send(request.build(), BodyHandlers.ofString()).body();
    }
  }

  private HttpResponse<String> get(URI base, String path, @Nullable String from) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
    if (from != null) {
      request.header("Verge-From", from);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(URI base, String path, String json) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json));
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
