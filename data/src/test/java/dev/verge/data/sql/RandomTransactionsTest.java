package dev.verge.data.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.Consistency;
import dev.verge.Row;
import dev.verge.Sql;
import dev.verge.Sql.Statement;
import dev.verge.SqlException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever transactions do, every replica ends up with what the primary has, and the primary with
 * what a plain SQLite database has that ran the same statements.
 *
 * <p>{@code -Dseeds=N} runs more seeds, {@code -Dseed=N} one.
 */
final class RandomTransactionsTest {
  private static final int TRANSACTIONS = 150;

  @TempDir Path folder;

  static LongStream seeds() {
    Long one = Long.getLong("seed");
    return one != null
        ? LongStream.of(one)
        : LongStream.rangeClosed(1, Integer.getInteger("seeds", 6));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void replicasEqualThePrimaryAndThePrimaryEqualsPlainSqlite(long seed) {
    RandomSql random = new RandomSql(seed);
    SqlSpec spec =
        new SqlSpec(
            "random",
            "iad",
            Consistency.eventual(),
            List.of(new Migration("0001.sql", String.join(";\n", RandomSql.SCHEMA))),
            null);
    try (SqlWorld world = new SqlWorld(folder, SqlLimits.DEFAULT, List.of(spec));
        Plain plain = new Plain(folder.resolve("plain.db"))) {
      world.start("iad", "fra");
      for (int i = 0; i < TRANSACTIONS; i++) {
        if (i == TRANSACTIONS / 2) {
          world.start("nrt");
        }
        Sql sql = world.sql(random.oneIn(3) ? "fra" : "iad", "random");
        if (random.oneIn(3)) {
          batch(random, sql, plain);
        } else {
          interactive(random, sql, plain);
        }
        if (i % 25 == 24) {
          assertThat(plain.content()).as("after transaction %d", i).isEqualTo(primary(world));
        }
      }
      world.awaitEqual("random");
    }
  }

  private static void batch(RandomSql random, Sql sql, Plain plain) {
    List<String> statements = new ArrayList<>();
    int length = random.upTo(5);
    for (int i = 0; i < length; i++) {
      statements.add(random.oneIn(12) ? random.schema() : random.write());
    }
    plain.begin();
    String expected = null;
    for (String statement : statements) {
      if (expected == null && plain.run(statement) instanceof Failure(String message, boolean a)) {
        expected = message;
      }
    }
    plain.end(expected == null);
    String actual = null;
    try {
      sql.batch(statements.stream().map(s -> Statement.of(s)).toList());
    } catch (SqlException e) {
      actual = e.getMessage();
    }
    assertThat(actual).as(String.join("; ", statements)).isEqualTo(expected);
  }

  private static void interactive(RandomSql random, Sql sql, Plain plain) {
    boolean keep = !random.oneIn(5);
    int length = random.upTo(12);
    plain.begin();
    try {
      sql.transaction(tx -> {
        for (int i = 0; i < length; i++) {
          String statement = random.oneIn(25) ? random.schema() : random.write();
          Outcome expected = plain.run(statement);
          Outcome actual = run(tx, statement);
          assertThat(said(actual)).as(statement).isEqualTo(said(expected));
          if (expected instanceof Failure(String m, boolean alive) && !alive) {
            throw new Undo();
          }
        }
        if (!keep) {
          throw new Undo();
        }
        return true;
      });
      plain.end(true);
    } catch (Undo e) {
      plain.end(false);
    }
  }

  private static Outcome run(Sql.Transaction tx, String statement) {
    try {
      return new Success(tx.query(statement));
    } catch (SqlException e) {
      return new Failure(String.valueOf(e.getMessage()), true);
    }
  }

  private static Object said(Outcome outcome) {
    return switch (outcome) {
      case Success(List<Row> rows) -> rows;
      case Failure(String message, boolean alive) -> message;
    };
  }

  private static Map<String, List<String>> primary(SqlWorld world) {
    try (Sqlite db = Sqlite.reader(world.folder().resolve("iad/sql/random/1.db"))) {
      return Content.of(db);
    }
  }

  private static final class Undo extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private sealed interface Outcome {}

  private record Success(List<Row> rows) implements Outcome {}

  private record Failure(String message, boolean alive) implements Outcome {}

  /** SQLite alone, with the settings that a primary has. */
  private static final class Plain implements AutoCloseable {
    private final Sqlite db;
    private final List<String> savepoints = new ArrayList<>();

    Plain(Path file) {
      db = Sqlite.writer(file);
      db.run("PRAGMA foreign_keys=ON");
      RandomSql.SCHEMA.forEach(db::run);
    }

    void begin() {
      db.run("BEGIN IMMEDIATE");
      savepoints.clear();
    }

    void end(boolean commit) {
      if (db.inTransaction()) {
        db.run(commit ? "COMMIT" : "ROLLBACK");
      }
    }

    Outcome run(String sql) {
      Parsed parsed = Parsed.of(sql);
      @Nullable String refused = refused(parsed);
      if (refused != null) {
        return new Failure(refused, true);
      }
      try {
        List<Row> rows = rows(sql);
        note(parsed);
        return new Success(rows);
      } catch (SqlException e) {
        return new Failure(String.valueOf(e.getMessage()), db.inTransaction());
      }
    }

    /** What Verge refuses and SQLite does not. */
    private @Nullable String refused(Parsed parsed) {
      if (parsed.isSchema() && !savepoints.isEmpty()) {
        return "the schema cannot change within a SAVEPOINT: RELEASE it first";
      }
      if (parsed.sql().equals("DROP TABLE p")) {
        return "'p' cannot be dropped while 'c' refers to it: drop that first";
      }
      return null;
    }

    private void note(Parsed parsed) {
      int at = savepoints.lastIndexOf(parsed.name());
      switch (parsed.kind()) {
        case SAVEPOINT -> savepoints.add(parsed.name());
        case RELEASE -> savepoints.subList(at, savepoints.size()).clear();
        case ROLLBACK_TO -> savepoints.subList(at + 1, savepoints.size()).clear();
        default -> {}
      }
    }

    private List<Row> rows(String sql) {
      Stmt statement = db.prepare(sql);
      return statement.start()
          ? new Reader.Rows(SqlLimits.DEFAULT).all(statement, statement.columns())
          : List.of();
    }

    Map<String, List<String>> content() {
      return Content.of(db);
    }

    @Override
    public void close() {
      db.close();
    }
  }
}
