package dev.verge.node.origin;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own on loopback, whose commits are on disk when acknowledged. A
 * process that was killed leaves its server running; the next start finds it by its pid file, makes
 * sure that it is that server, and stops it. Thread-safe.
 */
final class EmbeddedServer implements AutoCloseable {
  static final String USER = "postgres";

  private static final Logger log = LoggerFactory.getLogger(EmbeddedServer.class);
  private static final Duration START = Duration.ofSeconds(60);
  private static final long STOP_SECONDS = 10;

  private final EmbeddedPostgres server;

  private EmbeddedServer(EmbeddedPostgres server) {
    this.server = server;
  }

  /**
   * Starts a server, or makes it at the first time.
   *
   * @param folder for its data
   * @param shared for the unpacked programs
   */
  static EmbeddedServer start(Path folder, Path shared) throws IOException {
    Path data = folder.resolve("postgres").toAbsolutePath();
    Path programs = shared.resolve("postgres").toAbsolutePath();
    Files.createDirectories(programs);
    Files.createDirectories(folder);
    stopOrphan(data);
    return new EmbeddedServer(
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setOverrideWorkingDirectory(programs.toFile())
            .setRegisterShutdownHook(false)
            .setPGStartupWait(START)
            .setLocaleConfig("locale", "C")
            .setLocaleConfig("encoding", "UTF8")
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("max_connections", "50")
            .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
            .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** The address of a database, which is made if it is not there. */
  String database(String name) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        PreparedStatement known =
            connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
      known.setString(1, name);
      try (ResultSet found = known.executeQuery();
          Statement create = connection.createStatement()) {
        if (!found.next()) {
          create.execute("CREATE DATABASE \"" + name + "\"");
        }
      }
    }
    return server.getJdbcUrl(USER, name);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      log.warn("the embedded PostgreSQL did not stop: {}", e.toString());
    }
  }

  /** The pid file's first two lines are the server's pid and its data folder. */
  private static void stopOrphan(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return;
    }
    List<String> lines = Files.readAllLines(file);
    Optional<ProcessHandle> orphan =
        lines.size() > 1 && Path.of(lines.get(1)).equals(data)
            ? ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
            : Optional.empty();
    if (orphan.isPresent() && isPostgres(orphan.get())) {
      log.info("stopping the PostgreSQL server {} that a killed world left", orphan.get().pid());
      stop(orphan.get());
    }
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().map(c -> c.endsWith("postgres")).orElse(false);
  }

  private static void stop(ProcessHandle process) throws IOException {
    process.destroy();
    try {
      process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
    } catch (ExecutionException e) {
      throw new IOException("cannot wait for process " + process.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a PostgreSQL server stops", e);
    }
  }
}
