package dev.verge.testing;

import dev.verge.web.Json;
import dev.verge.world.World;
import dev.verge.world.WorldConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A world in a process of its own, which a test can kill without warning and start again on the
 * same data. For one thread at a time.
 */
public final class WorldProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String CONTROL = "control.json";

  private final Path bundle;
  private final Path data;
  private final Path output;
  private final HttpClient client = HttpClient.newHttpClient();
  private Process process;
  private Map<?, ?> status = Map.of();

  private WorldProcess(Path bundle, Path folder) throws IOException {
    this.bundle = bundle;
    this.data = folder.resolve("data");
    this.output = folder.resolve("world.log");
    this.process = launch();
  }

  /** Starts a world whose data and output are in the folder; returns when it answers. */
  public static WorldProcess start(Path bundle, Path folder) throws IOException {
    WorldProcess world = new WorldProcess(bundle, folder);
    world.awaitUp();
    return world;
  }

  /** Kills it as the operating system would: nothing is flushed, nothing is closed. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it again after {@link #kill}; returns when it answers. */
  public void restart() throws IOException {
    Files.deleteIfExists(data.resolve(CONTROL));
    process = launch();
    awaitUp();
  }

  /** A new visitor at a location. */
  public Visitor at(String location) {
    for (Object each : (List<?>) Objects.requireNonNull(status.get("locations"))) {
      Map<?, ?> entry = (Map<?, ?>) each;
      if (location.equals(entry.get("name"))) {
        return new Visitor(URI.create((String) Objects.requireNonNull(entry.get("url"))));
      }
    }
    throw new IllegalArgumentException("no location " + location);
  }

  /** The rows that a location's own view of a dataset gives, as JSON text. */
  public String rows(String dataset, String sql, String location) {
    return post("/sql", Map.of("dataset", dataset, "sql", sql, "at", location));
  }

  /** What it printed. */
  public String output() throws IOException {
    return Files.readString(output);
  }

  /** Ends it in order, or by force if that takes more than 20 seconds. */
  @Override
  public void close() {
    client.shutdownNow();
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Runs a world until it is told to end: BUNDLE DATA. */
  public static void main(String[] args) throws InterruptedException {
    World world = World.open(WorldConfig.of(Path.of(args[0]), Path.of(args[1])).withWan(0));
    Runtime.getRuntime().addShutdownHook(new Thread(world::close));
    Thread.currentThread().join();
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djdk.virtualThreadScheduler.parallelism=8",
            "-Xmx512m",
            // It lives for seconds, as a command does.
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            // What a killed process leaves there goes with the folder.
            "-Djava.io.tmpdir=" + output.getParent(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            WorldProcess.class.getName(),
            bundle.toString(),
            data.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start();
  }

  private void awaitUp() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(data.resolve(CONTROL))) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("the world did not start:\n" + output());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    byte[] json = post("/status", null).getBytes(StandardCharsets.UTF_8);
    status = new Json().read(json, Map.class);
  }

  private String post(String path, @org.jspecify.annotations.Nullable Object json) {
    try {
      Map<?, ?> control = new Json().read(Files.readAllBytes(data.resolve(CONTROL)), Map.class);
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(control.get("url") + path))
              .header("Authorization", "Bearer " + control.get("token"))
              .timeout(PATIENCE);
      if (json != null) {
        request
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(new Json().write(json)));
      }
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(path + " answered " + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new IllegalStateException("the control endpoint did not answer " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
