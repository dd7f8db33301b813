package dev.verge.node.origin;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own on loopback, whose commits are on disk when acknowledged.
 * Thread-safe.
 *
 * <p>Its folder is made beside its place and moved there whole, so that a process killed meanwhile
 * leaves nothing that cannot start. A killed process also leaves its server running: the next start
 * stops it ({@link Orphan}). A lock, which the system frees when a process ends, tells a server
 * that was left from one that is in use.
 */
final class EmbeddedServer implements AutoCloseable {
  static final String USER = "postgres";

  private static final Logger log = LoggerFactory.getLogger(EmbeddedServer.class);
  private static final Duration START = Duration.ofSeconds(60);
  private static final int PASSWORD_BYTES = 24;
  private static final String UNFINISHED = "postgres-new-";

  /** Who is on this machine is not who may read orders. */
  private static final String ACCESS =
      """
      local all all scram-sha-256
      host all all 127.0.0.1/32 scram-sha-256
      host all all ::1/128 scram-sha-256
      """;

  private final EmbeddedPostgres server;
  private final String password;
  private final FileChannel lock;

  private EmbeddedServer(EmbeddedPostgres server, String password, FileChannel lock) {
    this.server = server;
    this.password = password;
    this.lock = lock;
  }

  /**
   * Starts a server, or makes it at the first time.
   *
   * @param folder for its data, its lock and what it says when it fails
   * @param shared for the unpacked programs, in a folder that only this user may enter
   * @throws IOException if it does not start, naming the folder
   */
  static EmbeddedServer start(Path folder, Path shared) throws IOException {
    Files.createDirectories(folder);
    Path home = folder.toRealPath();
    Path programs = programs(shared);
    Path says = home.resolve("postgres.log");
    FileChannel lock = lock(home);
    try {
      Files.deleteIfExists(says);
      String password = password(home.resolve("postgres.secret"));
      Path data = home.resolve("postgres");
      if (!Files.exists(data)) {
        make(home, data, programs, says, password);
      }
      Orphan.stop(data);
      return new EmbeddedServer(run(data, programs, says, password), password, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw new IOException(
          "no PostgreSQL server in " + home + ", see " + says + ": " + e.getMessage(), e);
    }
  }

  private static Path programs(Path shared) throws IOException {
    Path programs = Files.createDirectories(shared).toRealPath().resolve("postgres-programs");
    Files.createDirectories(programs);
    if (Files.getFileStore(programs).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(programs, PosixFilePermissions.fromString("rwx------"));
    }
    return programs;
  }

  private static FileChannel lock(Path home) throws IOException {
    FileChannel channel =
        FileChannel.open(
            home.resolve("postgres.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      log.debug("locked by this very process", e);
    }
    channel.close();
    throw new IOException("the PostgreSQL server in " + home + " is in use: stop the other node");
  }

  private static void make(Path home, Path data, Path programs, Path says, String password)
      throws IOException {
    try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(home, UNFINISHED + "*")) {
      for (Path folder : unfinished) {
        Orphan.stop(folder);
        delete(folder);
      }
    }
    Path made = Files.createTempDirectory(home, UNFINISHED);
    run(made, programs, says, password).close();
    Files.move(made, data, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(home)) {
      directory.force(true);
    }
  }

  /** An initdb that still runs there may get in the way: then the next time does it. */
  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      log.warn("the unfinished folder {} cannot be deleted: {}", folder, e.toString());
    }
  }

  private static EmbeddedPostgres run(Path data, Path programs, Path says, String password)
      throws IOException {
    // After a start that failed, the library keeps its lock; ours is the one that counts.
    Files.deleteIfExists(data.resolve("epg-lock"));
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setOverrideWorkingDirectory(programs.toFile())
            .setRegisterShutdownHook(false)
            .setPGStartupWait(START)
            .setLocaleConfig("locale", "C")
            .setLocaleConfig("encoding", "UTF8")
            .setConnectConfig("password", password)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("max_connections", "50")
            // Why it does not start, but nothing that grows.
            .setServerConfig("log_min_messages", "fatal")
            .setErrorRedirector(ProcessBuilder.Redirect.appendTo(says.toFile()))
            .setOutputRedirector(ProcessBuilder.Redirect.appendTo(says.toFile()))
            .start();
    try {
      try (Connection connection = connect(server, password)) {
        checkDurable(connection);
        protect(connection, data.resolve("pg_hba.conf"), password);
      }
      return server;
    } catch (SQLException | IOException e) {
      server.close();
      throw new IOException("the server cannot be used: " + e.getMessage(), e);
    }
  }

  /** The library starts servers with -F, which means fsync=off; what comes later counts. */
  private static void checkDurable(Connection connection) throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        try (ResultSet value = statement.executeQuery("SHOW " + setting)) {
          if (!value.next() || !value.getString(1).equals("on")) {
            throw new IOException(setting + " is not on, commits could be lost");
          }
        }
      }
    }
  }

  /** A new server lets everybody in who is on this machine; from now on only with the password. */
  private static void protect(Connection connection, Path access, String password)
      throws SQLException, IOException {
    if (Files.readString(access).equals(ACCESS)) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("ALTER USER " + USER + " PASSWORD '" + password + "'");
      Files.writeString(access, ACCESS);
      statement.execute("SELECT pg_reload_conf()");
    }
  }

  private static String password(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] random = new byte[PASSWORD_BYTES];
      new SecureRandom().nextBytes(random);
      Path made = Files.createTempFile(file.getParent(), "postgres", ".secret"); // its owner's only
      Files.writeString(made, HexFormat.of().formatHex(random));
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }

  private static Connection connect(EmbeddedPostgres server, String password) throws SQLException {
    return server.getDatabase(USER, "postgres", Map.of("password", password)).getConnection();
  }

  /** What {@link #USER} signs in with. */
  String password() {
    return password;
  }

  /** The address of a database, which is made if it is not there. */
  String database(String name) throws SQLException {
    try (Connection connection = connect(server, password);
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
    try (lock) {
      server.close();
    } catch (IOException e) {
      log.warn("the embedded PostgreSQL did not stop: {}", e.toString());
    }
  }
}
