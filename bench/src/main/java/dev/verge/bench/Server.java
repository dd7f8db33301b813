package dev.verge.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A server process under measurement, ended with all its children when it is closed. */
final class Server implements AutoCloseable {
  private static final double TICKS_PER_SECOND = 100;

  private final Process process;

  private Server(Process process) {
    this.process = process;
  }

  static Server start(Path log, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    return new Server(builder.redirectOutput(log.toFile()).start());
  }

  /** The world of the shop, without simulated distance, in a process of its own. */
  static Server world(Path folder, int port, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(Path.of("verge").toAbsolutePath().toString(), "dev"));
    command.addAll(List.of("--port", Integer.toString(port), "--wan", "0"));
    command.addAll(List.of("--data", folder.resolve("data").toString()));
    command.addAll(List.of(options));
    return start(folder.resolve("world.log"), command);
  }

  /**
   * Waits until the server answers 200 at that address. If it does not in time, or has ended, it is
   * closed and this fails.
   */
  void await(String url, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (process.isAlive() && System.nanoTime() < deadline) {
        try {
          HttpRequest request =
              HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(1)).build();
          if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException e) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5)); // not up yet: ask again
        }
      }
    }
    close();
    throw new IllegalStateException(url + " did not answer 200 within " + patience);
  }

  /** Seconds of CPU that the process and its children have used. */
  double cpuSeconds() {
    try (Stream<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants())) {
      return all.mapToDouble(handle -> cpuSeconds(handle.pid())).sum();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Fields 14 and 15 of proc(5)'s stat, counted after the name, which may hold spaces. */
  private static double cpuSeconds(long pid) {
    try {
      String stat = Files.readString(new File("/proc/" + pid + "/stat").toPath());
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    } catch (NoSuchFileException e) {
      return 0; // a child, such as a database's worker, that has ended in between
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the CPU time of process " + pid, e);
    }
  }
}
