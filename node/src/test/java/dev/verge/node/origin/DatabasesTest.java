package dev.verge.node.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.verge.node.config.Settings;
import dev.verge.web.Migration;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

@Timeout(90)
class DatabasesTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Migration TABLE =
      new Migration(1, "0001_table.sql", "CREATE TABLE t(v INT); INSERT INTO t VALUES (1)");
  private static final Migration MORE =
      new Migration(2, "0002_more.sql", "INSERT INTO t VALUES (2)");

  @TempDir static Path folder;
  private static EmbeddedServer server;
  private static String anyUrl;

  @BeforeAll
  static void start() throws Exception {
    server = EmbeddedServer.start(folder, KilledServer.SHARED);
    anyUrl = server.database("any");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static DataSource direct(String database) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(server.database(database));
    source.setUser(EmbeddedServer.USER);
    source.setPassword(server.password());
    return source;
  }

  private static Settings.Postgres address(String database) {
    return new Settings.Postgres(
        anyUrl.replace("/any", "/" + database), EmbeddedServer.USER, server.password());
  }

  private static Databases databases(
      Map<String, Settings.Postgres> addresses, Map<String, List<Migration>> migrations) {
    return new Databases(
        new Origin.Place("iad", "iad", folder, KilledServer.SHARED, addresses, step -> {}),
        migrations);
  }

  private static int sum(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT sum(v) FROM t")) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  void aMigrationIsAppliedOnceAlsoWhenSeveralTryAtOnce() throws Exception {
    DataSource once = direct("once");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> tries =
          threads.invokeAll(
              java.util.Collections.nCopies(
                  5,
                  () -> {
                    PostgresMigrations.apply(once, "once", List.of(TABLE, MORE));
                    return sum(once);
                  }));
      for (Future<Integer> one : tries) {
        assertThat(one.get()).isEqualTo(3);
      }
    }
    PostgresMigrations.apply(once, "once", List.of(TABLE, MORE));
    assertThat(sum(once)).isEqualTo(3);
  }

  @Test
  void aMigrationThatWasChangedIsRefusedByName() throws Exception {
    DataSource changed = direct("changed");
    PostgresMigrations.apply(changed, "changed", List.of(TABLE));
    Migration other = new Migration(1, TABLE.name(), TABLE.sql() + " ");
    assertThatThrownBy(() -> PostgresMigrations.apply(changed, "changed", List.of(other, MORE)))
        .isInstanceOf(SQLException.class)
        .hasMessage(
            "migrations/changed/0001_table.sql failed: its text was changed after it was applied:"
                + " restore it, and add a new migration");
    assertThat(sum(changed)).isEqualTo(1);
  }

  @Test
  void aMigrationThatFailsIsNamedAndLeavesNothingOfItself() throws Exception {
    DataSource failing = direct("failing");
    Migration bad =
        new Migration(
            2, "0002_bad.sql", "INSERT INTO t VALUES (5); INSERT INTO nowhere VALUES (1)");
    assertThatThrownBy(() -> PostgresMigrations.apply(failing, "failing", List.of(TABLE, bad)))
        .isInstanceOf(SQLException.class)
        .hasMessageStartingWith("migrations/failing/0002_bad.sql failed: ")
        .hasMessageContaining("nowhere");
    assertThat(sum(failing)).isEqualTo(1);
    PostgresMigrations.apply(failing, "failing", List.of(TABLE, MORE));
    assertThat(sum(failing)).isEqualTo(3);
  }

  @Test
  void aPoolWaitsForItsDatabaseBoundedAndThenWorksWhileOthersAreUpAtOnce() throws Exception {
    server.database("early");
    try (Databases databases =
        databases(
            Map.of("late", address("late"), "early", address("early")),
            Map.of("late", List.of(TABLE), "early", List.of(TABLE, MORE)))) {
      databases.start();
      DataSource late = databases.source("late");
      long start = System.nanoTime();
      assertThatThrownBy(late::getConnection).isInstanceOf(SQLTransientConnectionException.class);
      assertThat(System.nanoTime() - start)
          .isBetween(TimeUnit.MILLISECONDS.toNanos(2_500), TimeUnit.MILLISECONDS.toNanos(4_900));
      assertThat(sum(databases.source("early"))).isEqualTo(3);
      assertThat(databases.status()).containsEntry("early", "up");
      assertThat(databases.status().get("late")).startsWith("down: ").contains("late");
      server.database("late");
      await().atMost(LONG).ignoreExceptions().until(() -> sum(late) == 1);
      assertThat(databases.status()).containsEntry("late", "up");
      assertThatThrownBy(() -> databases.source("lates"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("late");
    }
  }

  @Test
  void aDatasetWithoutAddressGetsAServerOfItsOwn(@TempDir Path own) {
    try (Databases databases =
        new Databases(
            new Origin.Place("iad", "iad", own, KilledServer.SHARED, Map.of(), step -> {}),
            Map.of("orders", List.of(TABLE), "stock", List.of(TABLE, MORE)))) {
      databases.start();
      await().atMost(LONG).ignoreExceptions().until(() -> sum(databases.source("orders")) == 1);
      await().atMost(LONG).ignoreExceptions().until(() -> sum(databases.source("stock")) == 3);
    }
    assertThat(own.resolve("postgres").resolve("postmaster.pid")).doesNotExist();
  }

  @Test
  void aCloseWhileTheServerStartsLeavesNoServer(@TempDir Path own) throws Exception {
    try (Databases databases =
        new Databases(
            new Origin.Place("iad", "iad", own, KilledServer.SHARED, Map.of(), step -> {}),
            Map.of("orders", List.of()))) {
      databases.start();
      await().atMost(LONG).until(() -> own.resolve("postgres.lock").toFile().exists());
    }
    EmbeddedServer.start(own, KilledServer.SHARED).close();
  }
}
