package dev.verge.data.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verge.SqlException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens at a primary's connection happens, by the record alone, at a replica. */
final class CaptureTest {
  @TempDir Path folder;
  private Sqlite primary;
  private Sqlite replica;
  private Capture capture;
  private Applier applier;

  @BeforeEach
  void open() {
    primary = Sqlite.writer(folder.resolve("primary.db"));
    replica = Sqlite.writer(folder.resolve("replica.db"));
    OwnTables.create(primary);
    OwnTables.create(replica);
    primary.run("PRAGMA foreign_keys=ON");
    capture = Capture.install(primary);
    applier = new Applier(replica);
  }

  @AfterEach
  void close() {
    primary.close();
    replica.close();
  }

  @Test
  void rowsArriveWithTheirRowids() {
    transaction("CREATE TABLE t(a TEXT)", "CREATE TABLE w(a TEXT PRIMARY KEY, b) WITHOUT ROWID");
    transaction("INSERT INTO t VALUES ('x'), ('y')", "DELETE FROM t WHERE a = 'x'");
    transaction("INSERT INTO w VALUES ('k', 1), ('l', x''), ('m', NULL)");
    transaction("UPDATE w SET a = 'n' WHERE a = 'k'", "DELETE FROM w WHERE a = 'l'");
    assertThat(replica.one("SELECT rowid FROM t")).isEqualTo(2L);
    assertThat(replica.one("SELECT group_concat(a) FROM w")).isEqualTo("m,n");
  }

  @Test
  void rowsThatReplaceDeletesAreNoticed() {
    transaction("CREATE TABLE t(a INTEGER PRIMARY KEY, b UNIQUE, c UNIQUE)");
    transaction("INSERT INTO t VALUES (1, 'b1', 'c1'), (2, 'b2', 'c2'), (3, 'b3', 'c3')");
    transaction("INSERT OR REPLACE INTO t VALUES (4, 'b1', 'c2')");
    transaction("UPDATE OR REPLACE t SET b = 'b3' WHERE a = 4");
    transaction("REPLACE INTO t VALUES (4, 'b9', 'c9')", "REPLACE INTO t VALUES (4, 'b8', 'c8')");
    assertThat(replica.one("SELECT group_concat(a || b) FROM t")).isEqualTo("4b8");
  }

  @Test
  void theStatementsConflictPolicyDoesNotReachTheNotes() {
    transaction("CREATE TABLE t(a INTEGER PRIMARY KEY, b)");
    for (String policy : new String[] {"ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE"}) {
      transaction(
          "INSERT OR " + policy + " INTO t VALUES (1, 1)",
          "UPDATE OR " + policy + " t SET b = 2 WHERE a = 1",
          "UPDATE OR " + policy + " t SET b = 3 WHERE a = 1",
          "DELETE FROM t");
    }
    transaction(
        "INSERT INTO t VALUES (1, 1)",
        "INSERT INTO t VALUES (1, 2) ON CONFLICT(a) DO UPDATE SET b = b + 7");
    assertThat(replica.one("SELECT b FROM t")).isEqualTo(8L);
  }

  @Test
  void cascadesAndTriggersArriveAsRows() {
    transaction(
        "CREATE TABLE p(id INTEGER PRIMARY KEY)",
        "CREATE TABLE c(p REFERENCES p ON DELETE CASCADE ON UPDATE CASCADE, n)",
        "CREATE TABLE audit(id INTEGER PRIMARY KEY AUTOINCREMENT, what, at DEFAULT (random()))",
        "CREATE TRIGGER watch AFTER DELETE ON c BEGIN INSERT INTO audit(what) VALUES (OLD.n); END");
    transaction(
        "INSERT INTO p VALUES (1), (2)", "INSERT INTO c VALUES (1, 'a'), (1, 'b'), (2, 'c')");
    transaction("UPDATE p SET id = 9 WHERE id = 2", "DELETE FROM p WHERE id = 1");
    assertThat(replica.one("SELECT group_concat(what) FROM audit")).isEqualTo("a,b");
    assertThat(replica.one("SELECT p FROM c")).isEqualTo(9L);
    assertThat(replica.one("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'"))
        .isEqualTo(0L);
    transaction("DROP TRIGGER watch", "DELETE FROM c");
    assertThat(replica.one("SELECT count(*) FROM _verge_trigger")).isEqualTo(0L);
  }

  @Test
  void autoincrementIsTheSameAlsoWhenTheRowsAreGone() {
    transaction("CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a)");
    transaction("INSERT INTO t(a) VALUES (1), (2), (3)", "DELETE FROM t");
    assertThat(replica.one("SELECT seq FROM sqlite_sequence")).isEqualTo(3L);
    transaction("INSERT INTO t VALUES (10, 1)");
    transaction("UPDATE sqlite_sequence SET seq = 4");
    transaction("UPDATE t SET a = 2");
    assertThat(replica.one("SELECT seq FROM sqlite_sequence")).isEqualTo(4L);
    transaction("DELETE FROM sqlite_sequence", "UPDATE t SET a = 3");
    assertThat(replica.one("SELECT count(*) FROM sqlite_sequence")).isEqualTo(0L);
    transaction("ALTER TABLE t RENAME TO u", "INSERT INTO u(a) VALUES (5)");
  }

  @Test
  void hiddenRowidsOddNamesAndGeneratedColumns() {
    transaction(
        "CREATE TABLE \"odd \"\"one\"(rowid TEXT, oid, \"select\" INT,"
            + " twice AS (\"select\" * 2), thrice INT AS (\"select\" * 3) STORED)",
        "CREATE TABLE pair(a COLLATE NOCASE, b REAL, c, PRIMARY KEY(a, b)) WITHOUT ROWID",
        "CREATE TABLE notalias(id INTEGER PRIMARY KEY DESC, x)",
        "CREATE TABLE strict(id ANY PRIMARY KEY, x ANY) STRICT, WITHOUT ROWID");
    transaction("INSERT INTO \"odd \"\"one\" VALUES ('a', 1, 2), ('b', 2, 3), (NULL, NULL, NULL)");
    transaction("DELETE FROM \"odd \"\"one\" WHERE rowid = 'a'");
    transaction("INSERT INTO pair VALUES ('k', 1.5, 1), ('l', 2, NULL)", "UPDATE pair SET a = 'K'");
    transaction("INSERT INTO notalias VALUES (5, 1), (3, 2)", "UPDATE notalias SET id = 7 - id");
    transaction(
        "INSERT INTO strict VALUES (1, '1'), ('1', 1), (x'01', 1.0)",
        "DELETE FROM strict WHERE id = 1");
    assertThat(replica.one("SELECT group_concat(thrice) FROM \"odd \"\"one\"")).isEqualTo("9");
  }

  @Test
  void textThatIsNotUtf8StaysAsItIs() {
    transaction("CREATE TABLE t(a)", "CREATE TABLE w(a TEXT PRIMARY KEY, b) WITHOUT ROWID");
    transaction(
        "INSERT INTO t VALUES (CAST(x'61ff62' AS TEXT)), ('a' || char(0) || 'b'), ('\uFFFD')");
    transaction("INSERT INTO w VALUES (CAST(x'ff' AS TEXT), 1), (CAST(x'fe' AS TEXT), 2)");
    transaction("UPDATE w SET b = 3", "DELETE FROM w WHERE a = CAST(x'fe' AS TEXT)");
    assertThat(replica.one("SELECT hex(a) FROM t")).isEqualTo("61FF62");
    assertThat(replica.one("SELECT count(*) FROM w")).isEqualTo(1L);
  }

  @Test
  void aSchemaChangeThatFailsLeavesAllAsItWas() {
    transaction("CREATE TABLE t(a)", "INSERT INTO t VALUES (1)");
    primary.run("BEGIN IMMEDIATE");
    WireOut out = new WireOut().octet(Section.VERSION);
    primary.run("INSERT INTO t VALUES (2)");
    assertThatThrownBy(() -> capture.change(Parsed.of("ALTER TABLE t ADD COLUMN a"), out))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("duplicate column");
    primary.run("INSERT INTO t VALUES (3)");
    capture.change(Parsed.of("ALTER TABLE t ADD COLUMN b DEFAULT 7"), out);
    capture.flush(out);
    primary.run("COMMIT");
    arrive(out);
    assertThat(replica.one("SELECT sum(b) FROM t")).isEqualTo(21L);
  }

  @Test
  void statisticsAreMadeEverywhere() {
    transaction("CREATE TABLE t(a, b)", "CREATE INDEX i ON t(a)", "INSERT INTO t VALUES (1, 2)");
    transaction("ANALYZE", "DELETE FROM t");
    assertThat(replica.one("SELECT count(*) FROM sqlite_stat1")).isEqualTo(1L);
  }

  @Test
  void whatIsRolledBackToASavepointIsNotInTheRecord() {
    transaction("CREATE TABLE t(a INTEGER PRIMARY KEY AUTOINCREMENT)");
    transaction(
        "INSERT INTO t VALUES (1)",
        "SAVEPOINT s",
        "INSERT INTO t VALUES (2)",
        "ROLLBACK TO s",
        "INSERT INTO t VALUES (3)",
        "RELEASE s");
    assertThat(replica.one("SELECT group_concat(a) FROM t")).isEqualTo("1,3");
  }

  @Test
  void aTableThatOthersReferToCannotBeDropped() {
    transaction(
        "CREATE TABLE p(id INTEGER PRIMARY KEY, up REFERENCES p)",
        "CREATE TABLE c(p REFERENCES P)");
    assertThatThrownBy(() -> transaction("DROP TABLE p"))
        .hasMessageContaining("'p' cannot be dropped while 'c' refers to it");
    primary.run("ROLLBACK");
    transaction("DROP TABLE c", "DROP TABLE p");
  }

  private void transaction(String... statements) {
    primary.run("BEGIN IMMEDIATE");
    WireOut out = new WireOut().octet(Section.VERSION);
    for (String sql : statements) {
      Parsed parsed = Parsed.of(sql);
      if (parsed.isSchema()) {
        capture.change(parsed, out);
      } else {
        primary.run(sql);
      }
    }
    capture.flush(out);
    primary.run("COMMIT");
    arrive(out);
  }

  private void arrive(WireOut out) {
    replica.run("BEGIN IMMEDIATE");
    applier.apply(out.toBytes());
    replica.run("COMMIT");
    assertThat(ContentHash.of(replica)).isEqualTo(ContentHash.of(primary));
  }
}
