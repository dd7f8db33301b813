package dev.verge.data.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verge.Consistency;
import dev.verge.Problem;
import dev.verge.Row;
import dev.verge.Sql;
import dev.verge.SqlException;
import dev.verge.data.sql.FaultyLog.Fault;
import dev.verge.log.Log;
import dev.verge.log.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was acknowledged is there and what was refused is not, whatever the log does. */
final class FaultsTest {
  private static final SqlSpec SPEC =
      new SqlSpec(
          "data",
          "iad",
          Consistency.strong(),
          List.of(
              new Migration(
                  "0001.sql",
                  "CREATE TABLE t(id INTEGER PRIMARY KEY, v);"
                      + "CREATE TABLE twin(id INTEGER PRIMARY KEY, v);"
                      + "CREATE TRIGGER copy AFTER INSERT ON t BEGIN"
                      + " INSERT INTO twin VALUES (NEW.id, NEW.v); END")),
          null);

  @TempDir Path folder;
  private final AtomicReference<@Nullable FaultyLog> faulty = new AtomicReference<>();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void anAnswerLostOnTheWayIsStillAnAcknowledgement() {
    SqlWorld world = world().start("iad", "fra");
    faults().next(Fault.LOSE_ANSWER);
    assertThat(insert(world, 1).changes()).isEqualTo(1);
    faults().next(Fault.LOSE_REQUEST);
    assertThat(insert(world, 2).changes()).isEqualTo(1);
    assertThat(ids(world)).containsExactly(1L, 2L);
    world.awaitEqual("data");
  }

  @Test
  void aRefusedAppendIsA503AndTheNextWriteWorks() {
    SqlWorld world = world().start("iad", "fra");
    faults().next(Fault.REFUSE);
    assertThatThrownBy(() -> insert(world, 1))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(503));
    awaitServing(world);
    insert(world, 2);
    assertThat(ids(world)).containsExactly(2L);
    world.awaitEqual("data");
  }

  @Test
  void aCommitThatFailsAfterTheAppendIsReplayedAndAcknowledged() {
    SqlWorld world = world().start("iad", "fra");
    insert(world, 1);
    // The append runs on the dataset's thread, so what it calls finds the connection at rest.
    faults().afterNext(() -> world.at("iad").dataset("data").view().db().close());
    assertThat(insert(world, 2).changes()).isEqualTo(1);
    awaitServing(world);
    assertThat(ids(world)).containsExactly(1L, 2L);
    world.awaitEqual("data");
  }

  @Test
  void theLateAppendOfAFencedPrimaryIsNeverAcknowledged() throws Exception {
    SqlWorld world = world().start("iad", "fra");
    insert(world, 1);
    faults().next(Fault.PAUSE);
    ExecutorService background = background();
    Future<Sql.Result> late = background.submit(() -> insert(world, 2));
    faults().awaitPause();
    Writer.begin(world.config("fra").log(), SPEC.partition());
    faults().goOn();
    assertThatThrownBy(() -> late.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(503));
    world.awaitEqual("data");
    assertThatThrownBy(() -> insert(world, 3))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.detail()).contains("does not serve"));
    assertThat(world.status("iad", "data").trouble()).contains("stepped down");
    List<Row> rows = world.at("iad").bindLocal("data", SqlScope.plain()).query("SELECT id FROM t");
    assertThat(rows).hasSize(1);
  }

  @Test
  void aRetriedForwardedWriteTakesEffectOnce() {
    SqlWorld world = world().start("iad", "fra");
    world.peers().loseAnswers(RemotePrimary.WRITE, 2);
    Sql.Result result =
        world.sql("fra", "data").execute("INSERT INTO t(v) VALUES (7) RETURNING id, v");
    assertThat(world.peers().calls(RemotePrimary.WRITE)).isEqualTo(3);
    assertThat(result.rows().getFirst().integer("v")).isEqualTo(7);
    assertThat(result.lastRowId()).isEqualTo(1);
    assertThat(ids(world)).containsExactly(1L);
  }

  @Test
  void aForwardedWriteWithoutAnswersSaysThatItMayHaveHappened() {
    SqlWorld world = world().start("iad", "fra");
    world.peers().loseAnswers(RemotePrimary.WRITE, 3);
    assertThatThrownBy(() -> world.sql("fra", "data").execute("INSERT INTO t(v) VALUES (7)"))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.detail()).contains("may or may not have happened"));
    assertThat(ids(world)).containsExactly(1L);
  }

  @Test
  void aRetriedCommitOfARemoteTransactionTakesEffectOnce() {
    SqlWorld world = world().start("iad", "fra");
    world.peers().loseAnswers(RemotePrimary.COMMIT, 2);
    world.sql("fra", "data").transaction(tx -> tx.execute("INSERT INTO t(v) VALUES (7)"));
    assertThat(ids(world)).containsExactly(1L);
  }

  @Test
  void oneClientsRollbackOfEverythingDoesNotTouchTheOthers() throws Exception {
    SqlWorld world = world().start("iad", "fra");
    insert(world, 0);
    ExecutorService background = background();
    List<Future<?>> done = new ArrayList<>();
    for (int i = 1; i <= 400; i++) {
      int id = i;
      done.add(
          background.submit(() -> {
            if (id % 10 != 0) {
              return insert(world, id);
            }
            assertThatThrownBy(() ->
                    world
                        .sql("iad", "data")
                        .execute("INSERT OR ROLLBACK INTO t VALUES (0, 'again')"))
                .isInstanceOf(SqlException.class);
            return null;
          }));
    }
    for (Future<?> each : done) {
      each.get(20, TimeUnit.SECONDS);
    }
    assertThat(ids(world)).hasSize(361);
    world.awaitEqual("data");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whateverIsAcknowledgedSurvivesACrashAnywhere(long seed) throws Exception {
    Random random = new Random(seed);
    Set<Long> acknowledged = new ConcurrentSkipListSet<>();
    Set<Long> refused = new ConcurrentSkipListSet<>();
    for (int round = 0; round < 3; round++) {
      SqlWorld world = world().start("iad", "fra");
      long base = 1_000L * round;
      ExecutorService background = background();
      CountDownLatch some = new CountDownLatch(random.nextInt(100));
      for (int w = 0; w < 8; w++) {
        int writer = w;
        background.execute(() -> {
          for (long id = base + writer; !faults().isDead(); id += 8) {
            write(world, id, acknowledged, refused);
            some.countDown();
          }
        });
      }
      assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
      faults().next(random.nextBoolean() ? Fault.DIE_AFTER : Fault.DIE_BEFORE);
      Awaitility.await().until(() -> faults().isDead());
      world.close();
      background.shutdown();
      assertThat(background.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
      assertThat(acknowledged).doesNotContainAnyElementsOf(refused);
    }
    SqlWorld world = world().start("iad", "fra");
    Set<Long> there = new TreeSet<>(ids(world));
    assertThat(there).containsAll(acknowledged);
    assertThat(world.sql("iad", "data").query("SELECT * FROM t EXCEPT SELECT * FROM twin"))
        .isEmpty();
    assertThat(world.sql("iad", "data").query("SELECT * FROM twin EXCEPT SELECT * FROM t"))
        .isEmpty();
    world.awaitEqual("data");
  }

  private static void write(SqlWorld world, long id, Set<Long> acknowledged, Set<Long> refused) {
    try {
      insert(world, id);
      acknowledged.add(id);
    } catch (Problem e) {
      refused.add(id);
    }
  }

  private static Sql.Result insert(SqlWorld world, long id) {
    return world.sql("iad", "data").execute("INSERT INTO t VALUES (?, ?)", id, "v" + id);
  }

  private static List<Long> ids(SqlWorld world) {
    return world.sql("iad", "data").query("SELECT id FROM t ORDER BY id").stream()
        .map(row -> row.integer("id"))
        .toList();
  }

  private static void awaitServing(SqlWorld world) {
    Awaitility.await()
        .atMost(10, TimeUnit.SECONDS)
        .until(() -> world.status("iad", "data").writing());
  }

  private ExecutorService background() {
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    open.add(executor);
    return executor;
  }

  private FaultyLog faults() {
    FaultyLog log = faulty.get();
    if (log == null) {
      throw new IllegalStateException("iad does not run");
    }
    return log;
  }

  private SqlWorld world() {
    SqlLimits limits =
        SqlLimits.DEFAULT.withProbeInterval(Duration.ofMillis(20)).withCall(Duration.ofMillis(300));
    SqlWorld world = new SqlWorld(folder, limits, List.of(SPEC), this::wrap);
    open.add(world);
    return world;
  }

  /** The first location's log is the one with faults. */
  private Log wrap(Log log) {
    FaultyLog wrapped = new FaultyLog(log);
    if (faulty.get() == null || faults().isDead()) {
      faulty.set(wrapped);
    }
    return wrapped;
  }
}
