package dev.verge.node.origin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server that outlived the process that started it, and still has the data folder. Its
 * pid file is no proof, since pids are used again: a process counts only if it works in that very
 * folder, or, where the system does not tell, if it is a postgres that began when the file says.
 */
record Orphan(ProcessHandle process, Path data, Instant since) {
  private static final Logger log = LoggerFactory.getLogger(Orphan.class);
  private static final Path PROC = Path.of("/proc");
  private static final Duration BEGINNING = Duration.ofSeconds(10);
  private static final long POLL_MS = 20;

  /**
   * In the order of their force: fast shutdown, which ends sessions and loses nothing; immediate
   * shutdown, after which the next start recovers; the system's.
   *
   * @see <a href="https://www.postgresql.org/docs/18/server-shutdown.html">PostgreSQL, 18.5</a>
   */
  private enum Signal {
    INT(10),
    QUIT(10),
    KILL(5);

    private final long seconds;

    Signal(long seconds) {
      this.seconds = seconds;
    }
  }

  /**
   * Stops the server that holds a data folder, if there is one.
   *
   * @throws IOException naming the process, if it does not stop
   */
  static void stop(Path data) throws IOException {
    Optional<Orphan> orphan = find(data);
    if (orphan.isPresent()) {
      log.info(
          "stopping the PostgreSQL server {} of a process that was killed", orphan.get().pid());
      orphan.get().stop();
    }
  }

  /** The pid file's lines are the pid, the folder and the start in seconds. */
  static Optional<Orphan> find(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() < 3) {
      return Optional.empty();
    }
    try {
      Instant since = Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()));
      Path real = data.toRealPath();
      return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
          .map(process -> new Orphan(process, real, since))
          .filter(Orphan::runs);
    } catch (NumberFormatException e) {
      log.warn("{} is no pid file of PostgreSQL: {}", file, e.getMessage());
      return Optional.empty();
    }
  }

  long pid() {
    return process.pid();
  }

  /** False also for a process that has ended and that nobody has buried. */
  boolean runs() {
    if (!process.isAlive()) {
      return false;
    }
    if (!Files.exists(PROC.resolve("self").resolve("cwd"))) {
      return isPostgres() && process.info().startInstant().map(this::isBeginning).orElse(false);
    }
    try {
      Path folder = Files.readSymbolicLink(PROC.resolve(Long.toString(pid())).resolve("cwd"));
      return folder.equals(data) && isPostgres();
    } catch (IOException e) {
      log.debug("process {} is not ours or has just ended: {}", pid(), e.toString());
      return false;
    }
  }

  private boolean isPostgres() {
    return process.info().command().map(c -> c.endsWith("postgres")).orElse(false);
  }

  private boolean isBeginning(Instant start) {
    return Duration.between(start, since).abs().compareTo(BEGINNING) < 0;
  }

  private void stop() throws IOException {
    for (Signal signal : Signal.values()) {
      send(signal);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(signal.seconds);
      while (System.nanoTime() < end) {
        if (!runs()) {
          return;
        }
        pause();
      }
      log.warn("the PostgreSQL server {} goes on {} s after {}", pid(), signal.seconds, signal);
    }
    throw new IOException(
        "the PostgreSQL server " + pid() + " holds " + data + " and does not stop: end it");
  }

  /** Java alone can send TERM, for which PostgreSQL waits until its clients leave, and KILL. */
  private void send(Signal signal) throws IOException {
    if (signal == Signal.KILL) {
      process.destroyForcibly();
    } else {
      new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    }
  }

  private void pause() throws IOException {
    try {
      Thread.sleep(POLL_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the PostgreSQL server " + pid() + " stops", e);
    }
  }
}
