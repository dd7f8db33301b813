package dev.verge.data.sql;

import static dev.verge.Consistency.eventual;
import static dev.verge.Consistency.maxLag;
import static dev.verge.Consistency.orForward;
import static dev.verge.Consistency.orStale;
import static dev.verge.Consistency.readAfterWrite;
import static dev.verge.Consistency.strong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verge.Consistency;
import dev.verge.Problem;
import dev.verge.Sql;
import dev.verge.data.Bookmark;
import dev.verge.data.Mark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where reads go, and what they say, for each declared consistency. */
final class ConsistencyTest {
  private static final Duration FIVE = Duration.ofSeconds(5);
  private static final List<Migration> FIRST =
      List.of(new Migration("0001.sql", "CREATE TABLE t(id INTEGER PRIMARY KEY, v)"));
  private static final List<Migration> SECOND =
      List.of(FIRST.getFirst(), new Migration("0002.sql", "CREATE TABLE later(id INTEGER)"));

  @TempDir Path folder;
  private final List<SqlWorld> worlds = new ArrayList<>();

  @AfterEach
  void close() {
    worlds.forEach(SqlWorld::close);
  }

  @Test
  void anIdleConnectedReplicaStaysFreshAndACutOffOneNever() {
    SqlWorld world = world(eventual(maxLag(FIVE))).start("iad", "fra");
    world.awaitHeard("fra", "d");
    world.skip(Duration.ofSeconds(60));
    Awaitility.await()
        .atMost(5, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(lag(world)).isLessThan(5_000));
    world.peers().cut("fra");
    world.skip(Duration.ofSeconds(60));
    assertThat(lag(world)).isBetween(60_000L, 70_000L);
    assertThatThrownBy(() -> count(world, "fra", world.scope("fra", null, false)))
        .isInstanceOfSatisfying(
            Problem.class,
            p -> {
              assertThat(p.status()).isEqualTo(503);
              assertThat(p.detail()).contains("the copy of d at fra is 6", "at most 5000 ms");
            });
  }

  @Test
  void pastTheBoundTheDeclaredReactionsAreTriedInOrder() {
    SqlWorld world = world(eventual(maxLag(FIVE), orForward(), orStale())).start("iad", "fra");
    insert(world);
    world.awaitEqual("d");
    world.awaitHeard("fra", "d");
    int before = world.peers().calls(RemotePrimary.READ);
    assertThat(count(world, "fra", world.scope("fra", null, false))).isEqualTo(1);
    assertThat(world.peers().calls(RemotePrimary.READ)).isEqualTo(before);

    world.peers().loseAnswers(RemotePrimary.PROBE, Integer.MAX_VALUE);
    world.skip(Duration.ofSeconds(30));
    SqlScope forwarded = world.scope("fra", null, false);
    assertThat(count(world, "fra", forwarded)).isEqualTo(1);
    assertThat(world.peers().calls(RemotePrimary.READ)).isEqualTo(before + 1);
    assertThat(forwarded.stale()).isNull();

    world.peers().cut("iad");
    SqlScope stale = world.scope("fra", null, false);
    assertThat(count(world, "fra", stale)).isEqualTo(1);
    assertThat(stale.stale()).matches("d;lag=3[0-9]{4}");
  }

  @Test
  void staleBeforeForwardMeansThatThePrimaryIsNotAsked() {
    SqlWorld world = world(eventual(maxLag(FIVE), orStale(), orForward())).start("iad", "fra");
    insert(world);
    world.awaitEqual("d");
    world.peers().loseAnswers(RemotePrimary.PROBE, Integer.MAX_VALUE);
    world.skip(Duration.ofSeconds(30));
    SqlScope scope = world.scope("fra", null, false);
    assertThat(count(world, "fra", scope)).isEqualTo(1);
    assertThat(scope.stale()).startsWith("d;lag=");
    assertThat(world.peers().calls(RemotePrimary.READ)).isZero();
  }

  @Test
  void aReplicaThatStartsWhileItIsCutOffKnowsNoLag() {
    SqlWorld world = world(eventual(maxLag(FIVE), orForward(), orStale())).start("iad", "fra");
    insert(world);
    world.awaitEqual("d");
    world.stop("fra");
    world.peers().cut("fra");
    world.start("fra");
    assertThat(world.status("fra", "d").lagMillis()).isNull();
    SqlScope scope = world.scope("fra", null, false);
    assertThat(count(world, "fra", scope)).isEqualTo(1);
    assertThat(scope.stale()).isEqualTo("d;lag=unknown");
    world.peers().heal("fra");
    world.awaitHeard("fra", "d");
    assertThat(world.scope("fra", null, false).stale()).isNull();
  }

  @Test
  void aReplicaWithoutAnythingDoesNotPretendToBeEmpty() {
    SqlWorld world = world(eventual(maxLag(FIVE), orForward(), orStale()));
    world.peers().cut("fra");
    world.start("iad", "fra");
    assertThatThrownBy(() -> count(world, "fra", world.scope("fra", null, false)))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(503));
  }

  @Test
  void withoutABoundAnyCopyWillDo() {
    SqlWorld world = world(eventual()).start("iad", "fra");
    insert(world);
    world.awaitEqual("d");
    world.peers().cut("fra");
    world.skip(Duration.ofDays(1));
    SqlScope scope = world.scope("fra", null, false);
    assertThat(count(world, "fra", scope)).isEqualTo(1);
    assertThat(scope.stale()).isNull();
  }

  @Test
  void aCopyOlderThanTheApplicationsSchemaIsNotRead() {
    SqlWorld before = world(eventual(), FIRST, folder.resolve("w")).start("iad", "fra");
    insert(before);
    before.awaitEqual("d");
    before.close();
    SqlWorld world = world(eventual(), SECOND, folder.resolve("w"));
    world.peers().cut("fra");
    world.start("iad", "fra");
    Sql read = world.sql("fra", "d");
    assertThatThrownBy(() -> read.query("SELECT * FROM later"))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(503));
    world.peers().heal("fra");
    world.awaitEqual("d");
    assertThat(read.query("SELECT * FROM later")).isEmpty();
  }

  @Test
  void anIdentifiedClientWithoutABookmarkIsSentToThePrimaryAndGetsOne() {
    SqlWorld world = world(readAfterWrite()).start("iad", "fra");
    insert(world);
    world.awaitHeard("fra", "d");
    SqlScope first = world.scope("fra", null, true);
    assertThat(count(world, "fra", first)).isEqualTo(1);
    assertThat(world.peers().calls(RemotePrimary.READ)).isEqualTo(1);
    assertThat(first.bookmark()).isNotNull();
    world.awaitEqual("d");
    SqlScope second = world.scope("fra", first.bookmark(), true);
    assertThat(count(world, "fra", second)).isEqualTo(1);
    assertThat(world.peers().calls(RemotePrimary.READ)).isEqualTo(1);
    assertThat(second.bookmark()).isNull();
    SqlScope unidentified = world.scope("fra", null, false);
    assertThat(count(world, "fra", unidentified)).isEqualTo(1);
    assertThat(world.peers().calls(RemotePrimary.READ)).isEqualTo(1);
    assertThat(unidentified.bookmark()).isNull();
  }

  @Test
  void aReplicaBehindTheBookmarkForwards() {
    SqlWorld world = world(readAfterWrite()).start("iad", "fra");
    world.awaitHeard("fra", "d");
    Mark mark = Written.mark(world.at("iad").dataset("d").applied().position());
    String ahead =
        SqlWorld.BOOKMARKS.token(
            Bookmark.NONE.with("d", new Mark(mark.incarnation(), mark.epoch(), 1_000)));
    assertThatThrownBy(() -> count(world, "iad", world.scope("iad", ahead, true)))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.detail()).contains("is behind"));
    assertThat(count(world, "fra", world.scope("fra", ahead, true))).isZero();
    assertThat(world.peers().calls(RemotePrimary.READ)).isEqualTo(1);
  }

  @Test
  void aBookmarkOfAnotherIncarnationGoesToThePrimary() {
    SqlWorld world = world(readAfterWrite()).start("iad", "fra");
    insert(world);
    world.awaitEqual("d");
    world.awaitHeard("fra", "d");
    String old = SqlWorld.BOOKMARKS.token(Bookmark.NONE.with("d", new Mark(42, 1, 1)));
    assertThat(count(world, "fra", world.scope("fra", old, false))).isEqualTo(1);
    assertThat(world.peers().calls(RemotePrimary.READ)).isEqualTo(1);
    assertThat(count(world, "iad", world.scope("iad", old, false))).isEqualTo(1);
  }

  @Test
  void aForgedBookmarkOrOneOfAnUnknownDatasetIsA400() {
    SqlWorld world = world(readAfterWrite()).start("iad");
    String unknown = SqlWorld.BOOKMARKS.token(Bookmark.NONE.with("other", new Mark(1, 1, 1)));
    for (String token : List.of("forged", unknown)) {
      assertThatThrownBy(() -> world.scope("iad", token, false))
          .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(400));
    }
  }

  @Test
  void aCutOffReplicaRefusesReadAfterWrite() {
    SqlWorld world = world(readAfterWrite()).start("iad", "fra");
    insert(world);
    world.awaitEqual("d");
    world.awaitHeard("fra", "d");
    world.peers().cut("fra");
    world.skip(Duration.ofSeconds(2));
    for (boolean identified : new boolean[] {true, false}) {
      assertThatThrownBy(() -> count(world, "fra", world.scope("fra", null, identified)))
          .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(503));
    }
    world.peers().heal("fra");
    assertThat(count(world, "fra", world.scope("fra", null, true))).isEqualTo(1);
  }

  @Test
  void aStrongReadAnywhereSeesEveryAcknowledgedWrite() {
    SqlWorld world = world(strong()).start("iad", "fra", "nrt");
    List<String> locations = List.of("iad", "fra", "nrt");
    for (int i = 1; i <= 60; i++) {
      world.sql(locations.get(i % 3), "d").execute("INSERT INTO t(v) VALUES (?)", i);
      for (String location : locations) {
        assertThat(count(world, location, SqlScope.plain())).isEqualTo(i);
      }
    }
  }

  @Test
  void theLocalCopyCanBeAskedForAsItIs() {
    SqlWorld world = world(strong()).start("iad", "fra");
    insert(world);
    world.awaitEqual("d");
    world.peers().cut("fra");
    SqlScope scope = world.scope("fra", null, true);
    Sql local = world.at("fra").bindLocal("d", scope);
    assertThat(local.query("SELECT * FROM t")).hasSize(1);
    assertThat(scope.stale()).startsWith("d;lag=");
    SqlScope atPrimary = world.scope("iad", null, true);
    assertThat(world.at("iad").bindLocal("d", atPrimary).query("SELECT * FROM t")).hasSize(1);
    assertThat(atPrimary.stale()).isNull();
  }

  @Test
  void aLocationThatWasCutOffCatchesUpAndNothingIsMissing() {
    SqlWorld world = world(eventual()).start("iad", "fra");
    Consumer<Integer> insertMany =
        n -> {
          for (int i = 0; i < n; i++) {
            insert(world);
          }
        };
    insertMany.accept(20);
    world.peers().cut("fra");
    insertMany.accept(50);
    world.peers().heal("fra");
    insertMany.accept(5);
    world.awaitEqual("d");
    assertThat(world.sql("fra", "d").query("SELECT * FROM t")).hasSize(75);
  }

  private static long count(SqlWorld world, String location, SqlScope scope) {
    return world
        .at(location)
        .bind("d", scope)
        .first("SELECT count(*) AS c FROM t")
        .orElseThrow()
        .integer("c");
  }

  private static void insert(SqlWorld world) {
    world.sql("iad", "d").execute("INSERT INTO t(v) VALUES (1)");
  }

  private static long lag(SqlWorld world) {
    Long lag = world.status("fra", "d").lagMillis();
    return lag == null ? Long.MAX_VALUE : lag;
  }

  private SqlWorld world(Consistency consistency) {
    return world(consistency, FIRST, folder.resolve("w" + worlds.size()));
  }

  private SqlWorld world(Consistency consistency, List<Migration> migrations, Path in) {
    SqlSpec spec = new SqlSpec("d", "iad", consistency, migrations, null);
    SqlLimits limits = SqlLimits.DEFAULT.withProbeInterval(Duration.ofMillis(20));
    SqlWorld world = new SqlWorld(in, limits, List.of(spec));
    worlds.add(world);
    return world;
  }
}
