package dev.verge.data.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verge.Consistency;
import dev.verge.DataStrategy.Seed;
import dev.verge.Problem;
import dev.verge.Row;
import dev.verge.Sql;
import dev.verge.SqlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migrations, seeds, restarts, snapshots and limits. */
final class LifeTest {
  private static final Migration FIRST =
      new Migration("0001_t.sql", "CREATE TABLE t(id INTEGER PRIMARY KEY, v, blob BLOB)");
  private static final Migration SECOND =
      new Migration(
          "0002_u.sql",
          "CREATE TABLE u(a); CREATE TRIGGER tu AFTER INSERT ON t BEGIN INSERT INTO u VALUES (1); END");

  @TempDir Path folder;
  private final AtomicLong floor = new AtomicLong(1);
  private final List<SqlWorld> worlds = new ArrayList<>();

  @AfterEach
  void close() {
    worlds.forEach(SqlWorld::close);
  }

  @Test
  void migrationsAndTheSeedRunOnceInOrder() {
    Seed seed = tx -> tx.execute("INSERT INTO t(v) VALUES (?)", "seeded");
    world(SqlLimits.DEFAULT, seed, FIRST).start("iad", "fra").close();
    SqlWorld world = world(SqlLimits.DEFAULT, seed, FIRST, SECOND).start("iad", "fra");
    world.sql("fra", "d").execute("INSERT INTO t(v) VALUES ('more')");
    world.awaitEqual("d");
    assertThat(world.sql("fra", "d").query("SELECT v FROM t ORDER BY id"))
        .extracting(row -> row.text("v"))
        .containsExactly("seeded", "more");
    assertThat(world.sql("fra", "d").query("SELECT * FROM u")).hasSize(1);
  }

  @Test
  void aChangedMigrationIsRefusedByName() {
    world(SqlLimits.DEFAULT, null, FIRST).start("iad").close();
    Migration changed = new Migration(FIRST.name(), "CREATE TABLE other(a)");
    assertThatThrownBy(() -> world(SqlLimits.DEFAULT, null, changed).start("iad"))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("d: migration 0001_t.sql was changed after it was applied");
  }

  @Test
  void aMigrationThatFailsIsNamedAndLeavesNothing() {
    Migration bad = new Migration("0002_bad.sql", "CREATE TABLE x(a); CREATE TABLE t(a)");
    assertThatThrownBy(() -> world(SqlLimits.DEFAULT, null, FIRST, bad).start("iad"))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("d: migration 0002_bad.sql failed: table t already exists");
    close();
    worlds.clear();
    SqlWorld world = world(SqlLimits.DEFAULT, null, FIRST, SECOND).start("iad");
    assertThat(world.sql("iad", "d").query("SELECT * FROM sqlite_schema WHERE name = 'x'"))
        .isEmpty();
  }

  @Test
  void aTransactionThatTakesTooLongIsRolledBackAndSaysSo() {
    SqlWorld world = world(SqlLimits.DEFAULT.withTransaction(Duration.ofMillis(150)), null, FIRST);
    world.start("iad", "fra");
    for (String location : List.of("iad", "fra")) {
      Sql sql = world.sql(location, "d");
      assertThatThrownBy(() ->
              sql.transaction(tx -> {
                tx.execute("INSERT INTO t(v) VALUES (1)");
                // Somebody else can write only once this transaction is rolled back.
                world.sql("iad", "d").execute("INSERT INTO t(v) VALUES (2)");
                return tx.execute("INSERT INTO t(v) VALUES (3)");
              }))
          .isInstanceOfSatisfying(
              SqlException.class, e -> assertThat(e.kind()).isEqualTo(SqlException.Kind.TIMEOUT))
          .hasMessageContaining("took longer than 150 ms and was rolled back");
    }
    assertThat(world.sql("iad", "d").query("SELECT DISTINCT v FROM t"))
        .extracting(Row::toString)
        .containsExactly("{v=2}");
  }

  @Test
  void aRemoteClientThatDisappearsDoesNotHoldTheWriter() {
    SqlWorld world = world(SqlLimits.DEFAULT.withTransaction(Duration.ofMillis(150)), null, FIRST);
    world.start("iad", "fra");
    assertThatThrownBy(() ->
            world
                .sql("fra", "d")
                .transaction(tx -> {
                  tx.execute("INSERT INTO t(v) VALUES (1)");
                  world.peers().cut("fra");
                  return tx.execute("INSERT INTO t(v) VALUES (2)");
                }))
        .isInstanceOf(Problem.class);
    world.sql("iad", "d").execute("INSERT INTO t(v) VALUES (3)");
    assertThat(world.sql("iad", "d").query("SELECT v FROM t")).hasSize(1);
  }

  @Test
  void aSlowQueryIsStoppedAndABigResultRefused() {
    SqlLimits limits =
        SqlLimits.DEFAULT.withQuery(Duration.ofMillis(50)).withResults(1_000, 100_000);
    SqlWorld world = world(limits, null, FIRST).start("iad");
    Sql sql = world.sql("iad", "d");
    String forever = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) ";
    assertThatThrownBy(() -> sql.query(forever + "SELECT count(*) FROM n"))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.kind()).isEqualTo(SqlException.Kind.TIMEOUT));
    assertThatThrownBy(() -> sql.query(forever + "SELECT i FROM n LIMIT 1001"))
        .hasMessageContaining("more than 1000 rows");
    assertThatThrownBy(() -> sql.query(forever + "SELECT hex(zeroblob(30000)) FROM n LIMIT 9"))
        .hasMessageContaining("100000 bytes");
    assertThat(sql.query(forever + "SELECT i FROM n LIMIT 1000")).hasSize(1_000);
    assertThatThrownBy(() -> sql.query("DELETE FROM t")).hasMessageContaining("cannot write");
    assertThatThrownBy(() -> sql.query("WITH x AS (SELECT 1) DELETE FROM t"))
        .hasMessageContaining("cannot write");
  }

  @Test
  void aTransactionThatDoesNotFitInARecordIsRefused() {
    SqlWorld world = world(SqlLimits.DEFAULT, null, FIRST).start("iad");
    Sql sql = world.sql("iad", "d");
    sql.execute("INSERT INTO t(id, blob) VALUES (1, zeroblob(20000000)), (2, zeroblob(8000000))");
    assertThatThrownBy(() ->
            sql.execute("INSERT INTO t(blob) VALUES (zeroblob(20000000)), (zeroblob(20000000))"))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("split it");
    assertThat(sql.execute("DELETE FROM t").changes()).isEqualTo(2);
  }

  @Test
  void aLocationThatJoinsLateBeginsWithASnapshotAndReadersSurviveTheSwap() throws Exception {
    SqlLimits limits =
        SqlLimits.DEFAULT.withSnapshots(40, 2).withProbeInterval(Duration.ofMillis(20));
    SqlWorld world = world(limits, null, FIRST, SECOND).start("iad", "nrt");
    fill(world, 30);
    world.awaitEqual("d");
    world.stop("nrt");
    fill(world, 100);
    awaitSnapshot(world);
    fill(world, 10);
    assertThat(floor.get()).isGreaterThan(35);
    world.start("fra");
    world.awaitEqual("d");
    assertThat(Files.exists(view(world, "fra", 2))).isTrue();

    world.peers().cut("nrt");
    world.start("nrt");
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch reading = new CountDownLatch(1);
    try (ExecutorService background = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> reads =
          background.submit(() -> {
            while (!stop.get()) {
              assertThat(world.sql("nrt", "d").query("SELECT v FROM t")).isNotEmpty();
              reading.countDown();
            }
            return true;
          });
      assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();
      world.peers().heal("nrt");
      world.awaitEqual("d");
      stop.set(true);
      assertThat(reads.get(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(world.sql("nrt", "d").query("SELECT * FROM t")).hasSize(140);
    Awaitility.await().until(() -> !Files.exists(view(world, "nrt", 1)));
  }

  @Test
  void aPrimaryThatLostItsDatabaseGetsItBackFromSnapshotAndLog() throws Exception {
    SqlLimits limits = SqlLimits.DEFAULT.withSnapshots(40, 2);
    SqlWorld world = world(limits, null, FIRST, SECOND).start("iad", "fra");
    fill(world, 100);
    awaitSnapshot(world);
    fill(world, 5);
    assertThat(floor.get()).isGreaterThan(35);
    world.awaitEqual("d");
    String before = world.at("fra").contentHash("d");
    world.stop("iad");
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(folder.resolve("iad/sql/d/1.db" + suffix));
    }
    world.start("iad");
    assertThat(world.at("iad").contentHash("d")).isEqualTo(before);
    fill(world, 1);
    world.awaitEqual("d");
  }

  @Test
  void aSnapshotThatWasChangedOnTheWayIsNotUsed() throws Exception {
    SqlWorld world = world(SqlLimits.DEFAULT.withSnapshots(40, 2), null, FIRST).start("iad");
    fill(world, 100);
    awaitSnapshot(world);
    Snapshot made = latest(world);
    byte[] bytes = Files.readAllBytes(made.file());
    bytes[bytes.length / 2] ^= 1;
    Files.write(made.file(), bytes);
    RemotePrimary remote =
        new RemotePrimary(
            world.at("iad").dataset("d").spec(), world.peers().from("fra"), SqlLimits.DEFAULT);
    assertThatThrownBy(() -> remote.fetchSnapshot(folder.resolve("fetched")))
        .hasMessageContaining("wrong SHA-256");
  }

  @Test
  void aLogThatWasMadeAnewMakesReplicasBeginAnew() throws Exception {
    SqlWorld world = world(SqlLimits.DEFAULT, null, FIRST).start("iad", "fra");
    fill(world, 20);
    world.awaitEqual("d");
    world.stop("iad");
    delete(folder.resolve("iad"));
    world.start("iad");
    fill(world, 3);
    world.awaitEqual("d");
    assertThat(world.sql("fra", "d").query("SELECT * FROM t")).hasSize(3);
  }

  @Test
  void aPrimaryWhoseLogIsGoneDoesNotStart() throws Exception {
    SqlWorld world = world(SqlLimits.DEFAULT, null, FIRST).start("iad");
    fill(world, 20);
    world.stop("iad");
    delete(folder.resolve("iad/log"));
    assertThatThrownBy(() -> world.start("iad"))
        .hasMessageContaining("the log of sql.d/iad is empty")
        .hasMessageContaining("bring the log back");
  }

  @Test
  void theStatusSaysHowADatasetStands() {
    SqlWorld world = world(SqlLimits.DEFAULT, null, FIRST).start("iad", "fra");
    world.awaitHeard("fra", "d");
    DatasetStatus primary = world.status("iad", "d");
    assertThat(primary)
        .isEqualTo(new DatasetStatus("d", "sql", "eventual", 2, 0L, "iad", true, null));
    assertThat(world.status("fra", "d").applied()).isEqualTo(2);
    assertThat(world.status("fra", "d").writing()).isFalse();
  }

  private static void fill(SqlWorld world, int count) {
    for (int i = 0; i < count; i++) {
      world.sql("iad", "d").execute("INSERT INTO t(v, blob) VALUES (?, zeroblob(20000))", i);
    }
  }

  private static Snapshot latest(SqlWorld world) throws IOException {
    return world.at("iad").dataset("d").snapshots().snapshots().latest().orElseThrow();
  }

  private void awaitSnapshot(SqlWorld world) throws IOException {
    Awaitility.await("a snapshot").atMost(10, TimeUnit.SECONDS).until(() -> floor.get() > 35);
    assertThat(world.at("iad").dataset("d").snapshots().snapshots().latest()).isPresent();
  }

  private static Path view(SqlWorld world, String location, int generation) {
    return world.folder().resolve(location + "/sql/d/" + generation + ".db");
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private SqlWorld world(SqlLimits limits, @Nullable Seed seed, Migration... migrations) {
    SqlSpec spec = new SqlSpec("d", "iad", Consistency.eventual(), List.of(migrations), seed);
    SqlWorld world =
        new SqlWorld(folder, limits, List.of(spec), log -> new ForgettingLog(log, floor));
    worlds.add(world);
    return world;
  }
}
