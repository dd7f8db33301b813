package dev.verge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verge dev} in a process of its own, as users run it. */
final class DevTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern READY = Pattern.compile("Ready after [0-9.]+ s: open (\\S+)");

  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endWhatStillRuns() {
    started.forEach(Process::destroyForcibly);
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Process dev(Path bundle) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "dev",
            "--locations=fra,nrt",
            "--port=0",
            "--wan=0.1",
            "--data=" + data(),
            bundle.toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Process process =
        builder.directory(folder.toFile()).redirectOutput(log(started.size()).toFile()).start();
    started.add(process);
    return process;
  }

  private Path log(int run) {
    return folder.resolve("dev-" + run + ".log");
  }

  private String output(int run) throws IOException {
    return Files.readString(log(run));
  }

  /** Waits for the world to be ready, and returns the gateway's address. */
  private URI ready(Process process) throws IOException {
    int run = started.indexOf(process);
    await()
        .atMost(PATIENCE)
        .failFast("it ended", () -> !process.isAlive())
        .untilAsserted(() -> assertThat(output(run)).containsPattern(READY));
    Matcher ready = READY.matcher(output(run));
    assertThat(ready.find()).isTrue();
    return URI.create(Objects.requireNonNull(ready.group(1)));
  }

  private int end(Process process) throws InterruptedException {
    process.destroy(); // SIGTERM
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private String verge(String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.add("--data=" + data());
    Run run = Run.verge(all.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }

  @Test
  void aWorldStartsAnswersObeysTheCommandsAndKeepsItsData() throws Exception {
    Path bundle = SampleApp.bundle(folder.resolve("bundle"));
    Process first = dev(bundle);
    URI gateway = ready(first);

    assertThat(output(0))
        .contains(SampleApp.class.getName(), "Frankfurt", "edge, origin: Ledger", "gateway");
    assertThat(get(gateway.resolve("/hello"))).isEqualTo("hello from fra");
    assertThat(verge("status")).contains("fra", "nrt", "notes", gateway.toString());
    assertThat(verge("kv", "put", "notes", "colour", "blue", "--at", "nrt")).startsWith("revision");
    assertThat(verge("fault", "partition", "nrt")).contains("nrt is cut off");
    assertThat(verge("status")).contains("cut off");
    assertThat(verge("fault", "heal", "nrt")).contains("is connected");

    assertThat(end(first)).as("the exit code of SIGTERM").isEqualTo(128 + 15);
    assertThat(output(0)).contains("Ending ...").doesNotContain("Exception");
    assertThat(data().resolve("control.json")).doesNotExist();

    Process second = dev(bundle);
    ready(second);
    assertThat(verge("kv", "get", "notes", "colour")).isEqualTo("blue\n");
    end(second);
  }

  @Test
  void aSecondWorldOnTheSameDataIsRefused() throws Exception {
    Path bundle = SampleApp.bundle(folder.resolve("bundle"));
    Process first = dev(bundle);
    ready(first);

    Process second = dev(bundle);

    assertThat(second.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).as(output(1)).isEqualTo(2);
    assertThat(output(1)).contains("process " + first.pid(), data().toString());
    end(first);
  }

  private static String get(URI uri) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }
}
