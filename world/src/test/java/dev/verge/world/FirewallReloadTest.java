package dev.verge.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.node.config.Settings;
import dev.verge.web.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The rules of a running world's firewall change while it serves. */
@Timeout(60)
class FirewallReloadTest {
  private static final Path BUNDLE = Path.of("target/test-classes");
  private static final String RULES = "waf: {before: before.conf, after: after.conf}";
  private static final int CLIENTS = 4;
  private static final int RELOADS = 10;

  @TempDir Path folder;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void close() {
    http.close();
  }

  private World open(String settings) throws IOException {
    before("");
    after("");
    Settings read = Settings.read(Files.writeString(folder.resolve("verge.yaml"), settings));
    return World.open(
        WorldConfig.of(BUNDLE, data())
            .withLocations(List.of("iad", "nrt"))
            .withWan(0)
            .withSettings(read));
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Path before(String rules) throws IOException {
    return Files.writeString(folder.resolve("before.conf"), rules);
  }

  private Path after(String rules) throws IOException {
    return Files.writeString(folder.resolve("after.conf"), rules);
  }

  /** What {@code verge waf reload} does. */
  private HttpResponse<String> reload() throws IOException, InterruptedException {
    Path file = data().resolve("control.json");
    ControlTest.Described control =
        new Json().read(Files.readAllBytes(file), ControlTest.Described.class);
    return http.send(
        HttpRequest.newBuilder(URI.create(control.url() + "/waf/reload"))
            .header("Authorization", "Bearer " + control.token())
            .POST(BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }

  private int get(World world, String location, String path)
      throws IOException, InterruptedException {
    URI uri = world.url(location).resolve(path);
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).statusCode();
  }

  private static String refuse(String what) {
    return "SecRule ARGS:q \"@streq %s\" \"id:700,phase:1,deny,status:403\"\n".formatted(what);
  }

  @Test
  void newRulesHoldEverywhereFromTheReloadOn() throws Exception {
    try (World world = open(RULES)) {
      world.stop("nrt");
      assertThat(get(world, "iad", "/where?q=tea")).isEqualTo(200);
      after(refuse("tea"));
      assertThat(get(world, "iad", "/where?q=tea")).isEqualTo(200);

      HttpResponse<String> reloaded = reload();

      assertThat(reloaded.statusCode()).as(reloaded.body()).isEqualTo(200);
      assertThat(reloaded.body())
          .containsPattern("\"rules\":\\d{2,3}\\b")
          .contains("\"locations\":[\"iad\",\"nrt\"]");
      assertThat(get(world, "iad", "/where?q=tea")).isEqualTo(403);
      world.start("nrt");
      assertThat(get(world, "nrt", "/where?q=tea")).isEqualTo(403);
      assertThat(world.status().locations().getFirst().shield().refused()).isOne();

      after("");
      reload();
      assertThat(get(world, "iad", "/where?q=tea")).isEqualTo(200);
      assertThat(world.status().locations().getFirst().shield().refused())
          .as("the counts go on")
          .isOne();
    }
  }

  @Test
  void brokenRulesAreNamedAndTheOldOnesStay() throws Exception {
    try (World world = open(RULES)) {
      after(refuse("tea"));
      reload();
      after("");
      Path broken = before("# fine\nSecRule ARGS \"@nothing\" \"id:701\"\n");

      HttpResponse<String> refused = reload();

      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(refused.body()).contains(broken + ":2: ", "stay as they were");
      assertThat(get(world, "iad", "/where?q=tea")).isEqualTo(403);
      assertThat(get(world, "iad", "/where?q=coffee")).isEqualTo(200);
    }
  }

  @Test
  void aFileThatHasGoneIsNamedAndTheOldRulesStay() throws Exception {
    try (World world = open(RULES)) {
      Path gone = after(refuse("tea"));
      reload();
      Files.delete(gone);
      assertThat(reload().body()).contains(gone.toString());
      assertThat(get(world, "nrt", "/where?q=tea")).isEqualTo(403);
    }
  }

  @Test
  void withoutAFirewallThereIsNothingToReload() throws Exception {
    try (World world = open("waf: {rules: off}")) {
      assertThat(reload().statusCode()).isEqualTo(404);
      assertThat(reload().body()).contains("nothing to reload");
      assertThat(get(world, "iad", "/where")).isEqualTo(200);
    }
  }

  /** Refuses a response whose request met other rules. */
  private static String edition(int number) {
    return """
    SecAction "id:700,phase:1,pass,nolog,setvar:tx.edition=%1$d"
    SecRule TX:edition "!@streq %1$d" "id:701,phase:3,deny,status:403"
    """
        .formatted(number);
  }

  @Test
  void requestsDuringReloadsNeitherFailNorMeetRulesOfBothSides() throws Exception {
    try (World world = open(RULES);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      after(edition(0));
      reload();
      AtomicBoolean over = new AtomicBoolean();
      Callable<Integer> client =
          () -> {
            int served = 0;
            while (!over.get()) {
              assertThat(get(world, "iad", "/where?q=tea")).isEqualTo(200);
              served++;
            }
            return served;
          };
      List<Future<Integer>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        running.add(clients.submit(client));
      }
      try {
        for (int i = 1; i <= RELOADS; i++) {
          after(edition(i));
          assertThat(reload().statusCode()).isEqualTo(200);
        }
      } finally {
        over.set(true);
      }
      for (Future<Integer> ended : running) {
        assertThat(ended.get()).isPositive();
      }
    }
  }
}
