package dev.verge.node.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedServerTest {
  @TempDir Path folder;

  private EmbeddedServer start() throws IOException {
    return EmbeddedServer.start(folder, KilledServer.SHARED);
  }

  private static String ask(EmbeddedServer server, String sql) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static Connection connect(EmbeddedServer server) throws SQLException {
    return DriverManager.getConnection(
        server.database("orders"), EmbeddedServer.USER, server.password());
  }

  private static void run(EmbeddedServer server, String sql) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whoeverElseIsOnTheMachineIsNotLetIn() throws Exception {
    try (EmbeddedServer server = start()) {
      String url = server.database("orders");
      for (String password : List.of("", "postgres")) {
        assertThatThrownBy(() -> DriverManager.getConnection(url, EmbeddedServer.USER, password))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("password");
      }
    }
    assertThat(Files.getPosixFilePermissions(folder.resolve("postgres.secret")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void whatIsCommittedIsOnDiskAndThereAfterTheNextStart() throws Exception {
    try (EmbeddedServer server = start()) {
      assertThat(ask(server, "SHOW fsync")).isEqualTo("on");
      assertThat(ask(server, "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(ask(server, "SHOW full_page_writes")).isEqualTo("on");
      run(server, "CREATE TABLE t AS SELECT 42 AS v");
      assertThatThrownBy(this::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use");
    }
    assertThat(Files.getPosixFilePermissions(KilledServer.SHARED.resolve("postgres-programs")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    try (EmbeddedServer server = start()) {
      assertThat(ask(server, "SELECT v FROM t")).isEqualTo("42");
    }
    assertThat(files())
        .containsExactly("postgres", "postgres.lock", "postgres.log", "postgres.secret");
  }

  @Test
  void theServerOfAKilledProcessIsStoppedAtTheNextStart() throws Exception {
    Process killed = KilledServer.start(folder);
    try (BufferedReader says = killed.inputReader()) {
      assertThat(says.readLine()).startsWith("started");
    } finally {
      killed.destroyForcibly();
    }
    assertThat(killed.waitFor(10, TimeUnit.SECONDS)).isTrue();
    Path data = folder.toRealPath().resolve("postgres");
    Orphan orphan = Orphan.find(data).orElseThrow();
    assertThat(orphan.runs()).isTrue();
    try (EmbeddedServer server = start()) {
      assertThat(orphan.runs()).isFalse();
      assertThat(ask(server, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aProcessThatHasThePidByChanceIsLeftAlone() throws Exception {
    Process other = new ProcessBuilder("sleep", "60").directory(folder.toFile()).start();
    try {
      Files.write(
          folder.resolve("postmaster.pid"),
          List.of(Long.toString(other.pid()), folder.toString(), "1700000000"));
      assertThat(Orphan.find(folder)).isEmpty();
      Orphan.stop(folder);
      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly();
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> !other.isAlive());
  }

  @Test
  void aBrokenPidFileNamesNobody() throws Exception {
    Path file = folder.resolve("postmaster.pid");
    for (String text :
        List.of("", "12", "x\ny\nz\n", "1\n/\n\n", "999999999999999999999\n/\n1\n")) {
      Files.writeString(file, text);
      assertThat(Orphan.find(folder)).isEmpty();
    }
  }

  @Test
  void aProcessKilledWhileItMakesTheFolderLeavesNothingThatCannotStart() throws Exception {
    Process killed = KilledServer.start(folder);
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(2))
          .until(this::isHalfMade);
    } finally {
      killed.destroyForcibly();
    }
    assertThat(killed.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(folder.resolve("postgres")).doesNotExist();
    try (EmbeddedServer server = start()) {
      assertThat(ask(server, "SELECT 1")).isEqualTo("1");
    }
  }

  private boolean isHalfMade() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(f -> Files.exists(f.resolve("postgresql.conf")));
    }
  }
}
