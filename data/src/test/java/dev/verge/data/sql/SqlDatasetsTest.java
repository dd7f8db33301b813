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
import dev.verge.Row;
import dev.verge.Sql;
import dev.verge.Sql.Statement;
import dev.verge.SqlException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Datasets at three locations, as applications use them. */
final class SqlDatasetsTest {
  private static final Migration SCHEMA =
      new Migration(
          "0001_items.sql",
          "CREATE TABLE items(id INTEGER PRIMARY KEY, name TEXT UNIQUE, n INTEGER);");

  @TempDir Path folder;
  private final List<SqlWorld> worlds = new ArrayList<>();

  @AfterEach
  void close() {
    worlds.forEach(SqlWorld::close);
  }

  @Test
  void aWriteAnywhereIsReadEverywhere() {
    SqlWorld world = world(eventual()).start("iad", "fra", "nrt");
    Sql.Result result =
        world.sql("nrt", "items").execute("INSERT INTO items(name, n) VALUES (?, ?)", "a", 1);
    assertThat(result.changes()).isEqualTo(1);
    assertThat(result.lastRowId()).isEqualTo(1);
    world.awaitEqual("items");
    for (String location : List.of("iad", "fra", "nrt")) {
      List<Row> rows = world.sql(location, "items").query("SELECT name, n FROM items");
      assertThat(rows).extracting(Row::toString).containsExactly("{name=a, n=1}");
    }
  }

  @Test
  void aBatchIsAllOrNothing() {
    SqlWorld world = world(eventual()).start("iad", "fra");
    Sql sql = world.sql("fra", "items");
    assertThatThrownBy(() ->
            sql.batch(
                List.of(
                    Statement.of("INSERT INTO items(name) VALUES ('a')"),
                    Statement.of("INSERT INTO items(name) VALUES ('a')"))))
        .isInstanceOfSatisfying(
            SqlException.class, e -> assertThat(e.kind()).isEqualTo(SqlException.Kind.UNIQUE))
        .hasMessage("UNIQUE constraint failed: items.name");
    assertThat(world.sql("iad", "items").query("SELECT * FROM items")).isEmpty();
    List<Sql.Result> results =
        sql.batch(
            List.of(
                Statement.of("INSERT INTO items(name) VALUES ('a') RETURNING id, name"),
                Statement.of("UPDATE items SET n = 5")));
    assertThat(results.getFirst().rows().getFirst().toMap()).containsEntry("name", "a");
    assertThat(results.getLast().changes()).isEqualTo(1);
  }

  @Test
  void anInteractiveTransactionSeesItsOwnWritesAndCommits() {
    SqlWorld world = world(strong()).start("iad", "fra");
    for (String location : List.of("iad", "fra")) {
      long n =
          world
              .sql(location, "items")
              .transaction(tx -> {
                tx.execute("INSERT INTO items(name, n) VALUES (?, 1)", location);
                tx.execute("UPDATE items SET n = n + 1 WHERE name = ?", location);
                return tx.first("SELECT n FROM items WHERE name = ?", location)
                    .orElseThrow()
                    .integer("n");
              });
      assertThat(n).isEqualTo(2);
    }
    assertThat(world.sql("fra", "items").first("SELECT count(*) AS c FROM items").orElseThrow())
        .extracting(row -> row.integer("c"))
        .isEqualTo(2L);
  }

  @Test
  void anExceptionRollsAnInteractiveTransactionBack() {
    SqlWorld world = world(strong()).start("iad", "fra");
    for (String location : List.of("iad", "fra")) {
      assertThatThrownBy(() ->
              world
                  .sql(location, "items")
                  .transaction(tx -> {
                    tx.execute("INSERT INTO items(name) VALUES ('a')");
                    throw new IllegalStateException("changed my mind");
                  }))
          .hasMessage("changed my mind");
      assertThat(world.sql(location, "items").query("SELECT * FROM items")).isEmpty();
    }
  }

  @Test
  void aReplicaThatIsCutOffForwardsThenServesStaleAndSaysSo() {
    SqlWorld world = world(eventual(maxLag(Duration.ofSeconds(5)), orForward(), orStale()));
    world.start("iad", "fra");
    world.sql("iad", "items").execute("INSERT INTO items(name) VALUES ('a')");
    world.awaitEqual("items");
    world.awaitHeard("fra", "items");
    SqlScope fresh = world.scope("fra", null, false);
    assertThat(world.at("fra").bind("items", fresh).query("SELECT * FROM items")).hasSize(1);
    assertThat(fresh.stale()).isNull();
    world.peers().cut("fra");
    world.skip(Duration.ofSeconds(7));
    SqlScope stale = world.scope("fra", null, false);
    assertThat(world.at("fra").bind("items", stale).query("SELECT * FROM items")).hasSize(1);
    assertThat(stale.stale()).matches("items;lag=[78][0-9]{3}");
    world.peers().heal("fra");
  }

  @Test
  void aClientSeesItsOwnWriteAtAnotherLocationAtOnce() {
    SqlWorld world = world(readAfterWrite()).start("iad", "fra", "nrt");
    String bookmark = null;
    for (int i = 1; i <= 50; i++) {
      String location = List.of("iad", "fra", "nrt").get(i % 3);
      SqlScope writing = world.scope(location, bookmark, true);
      world.at(location).bind("items", writing).execute("INSERT INTO items(n) VALUES (?)", i);
      bookmark = writing.bookmark();
      String other = List.of("iad", "fra", "nrt").get((i + 1) % 3);
      SqlScope reading = world.scope(other, bookmark, true);
      Sql sql = world.at(other).bind("items", reading);
      assertThat(sql.first("SELECT count(*) AS c FROM items").orElseThrow().integer("c"))
          .isEqualTo(i);
      assertThat(reading.bookmark()).isNull();
    }
  }

  @Test
  void theSchemaCanChangeWhileItIsRead() {
    SqlWorld world = world(eventual()).start("iad", "fra");
    Sql iad = world.sql("iad", "items");
    Sql fra = world.sql("fra", "items");
    iad.execute("INSERT INTO items(name) VALUES ('a')");
    world.awaitEqual("items");
    assertThat(fra.query("SELECT * FROM items").getFirst().columns())
        .containsExactly("id", "name", "n");
    iad.execute("ALTER TABLE items RENAME COLUMN n TO number");
    iad.execute("ALTER TABLE items ADD COLUMN price DEFAULT 7");
    world.awaitEqual("items");
    for (Sql sql : List.of(iad, fra)) {
      assertThat(sql.query("SELECT * FROM items").getFirst().toMap())
          .containsOnlyKeys("id", "name", "number", "price")
          .containsEntry("price", 7L);
    }
  }

  @Test
  void whatIsNoValueIsRefusedByItsPosition() {
    SqlWorld world = world(eventual()).start("iad", "fra");
    for (String location : List.of("iad", "fra")) {
      Sql sql = world.sql(location, "items");
      assertThatThrownBy(
              () -> sql.execute("INSERT INTO items VALUES (?, ?, ?)", 1, "a", BigDecimal.ONE))
          .isInstanceOf(SqlException.class)
          .hasMessageContaining("argument 3 is a java.math.BigDecimal");
      assertThatThrownBy(() -> sql.execute("DELETE FROM items WHERE id = ?"))
          .hasMessageContaining("has 1 parameters, 0 were given");
      sql.execute("INSERT INTO items(name, n) VALUES (?, ?)", location, true);
      assertThat(sql.execute("DELETE FROM items WHERE n = 1 AND name = ?", location).changes())
          .isEqualTo(1);
    }
  }

  @Test
  void statementsThatAreNotAllowedAreRefusedEverywhere() {
    SqlWorld world = world(eventual()).start("iad", "fra");
    for (String location : List.of("iad", "fra")) {
      Sql sql = world.sql(location, "items");
      for (String refused : List.of("VACUUM", "PRAGMA user_version", "ATTACH 'x' AS y", "BEGIN")) {
        assertThatThrownBy(() -> sql.query(refused)).isInstanceOf(SqlException.class);
        assertThatThrownBy(() -> sql.execute(refused)).isInstanceOf(SqlException.class);
        assertThatThrownBy(() -> sql.transaction(tx -> tx.query(refused)))
            .isInstanceOf(SqlException.class);
      }
    }
  }

  @Test
  void outOfReachIsSaidWithRetryAfter() {
    SqlWorld world = world(strong()).start("iad", "fra");
    world.peers().cut("fra");
    Sql sql = world.sql("fra", "items");
    assertThatThrownBy(() -> sql.query("SELECT 1"))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(503);
              assertThat(problem.retryAfterSeconds()).isPositive();
              assertThat(problem.detail()).contains("the primary of items (iad) is out of reach");
            });
    assertThatThrownBy(() -> sql.execute("DELETE FROM items")).isInstanceOf(Problem.class);
    world.peers().heal("fra");
    assertThat(sql.query("SELECT 1")).hasSize(1);
  }

  private SqlWorld world(Consistency consistency) {
    SqlSpec spec = new SqlSpec("items", "iad", consistency, List.of(SCHEMA), null);
    SqlLimits limits = SqlLimits.DEFAULT.withProbeInterval(Duration.ofMillis(20));
    SqlWorld world = new SqlWorld(folder, limits, List.of(spec));
    worlds.add(world);
    return world;
  }
}
