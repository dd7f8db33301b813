package dev.verge.data.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verge.SqlException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which statements a dataset takes, and how scripts are split. */
final class StatementsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ATTACH 'x.db' AS x",
        "DETACH x",
        "VACUUM",
        "/* hidden */ vacuum into 'x'",
        "PRAGMA journal_mode=DELETE",
        "EXPLAIN PRAGMA journal_mode=DELETE",
        "BEGIN",
        "begin immediate",
        "COMMIT",
        "END",
        "ROLLBACK",
        "ROLLBACK TRANSACTION",
        "CREATE VIRTUAL TABLE f USING fts5(x)",
        "CREATE TEMP TABLE t(a)",
        "CREATE TEMPORARY VIEW t AS SELECT 1",
        "CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END",
        "CREATE TABLE temp.t(a)",
        "CREATE TABLE \"temp\".t(a)",
        "CREATE TABLE IF NOT EXISTS t AS SELECT 1",
        "CREATE TABLE t(a REFERENCES b DEFERRABLE INITIALLY DEFERRED)",
        "ALTER TABLE t ADD COLUMN b REFERENCES c DEFERRABLE INITIALLY  /**/ deferred",
        "DROP TABLE _verge_position",
        "DROP TABLE '_verge_position'",
        "SELECT * FROM [_VERGE_write]",
        "CREATE TABLE `_verge_x`(a)",
        "RELEASE _verge_client",
        "SELECT load_extension('x')",
        "SELECT \"load_extension\"('x')",
        "SELECT 1; SELECT 2",
        "DELETE FROM t; -- and\n DROP TABLE t",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END; DROP TABLE a",
        "",
        "  -- nothing\n ;",
        "SELECT 'open",
        "GRANT ALL",
      })
  void isRefusedWithTheMend(String sql) {
    assertThatThrownBy(() -> Parsed.of(sql))
        .isInstanceOfSatisfying(
            SqlException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(SqlException.Kind.STATEMENT);
              assertThat(e.getMessage()).hasSizeGreaterThan(15);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "SELECT ';' || \"a;b\" FROM t; ~ READ",
        "  values (1) -- ; DROP ~ READ",
        "EXPLAIN QUERY PLAN DELETE FROM t ~ READ",
        "WITH replace(x) AS (SELECT 1) SELECT x FROM replace ~ WITH",
        "REPLACE INTO t VALUES ('it''s; VACUUM') ~ INSERT",
        "UPDATE t SET pragma = 1 ~ WRITE",
        "REINDEX ~ WRITE",
        "CREATE UNIQUE INDEX i ON t(a) ~ SCHEMA",
        "CREATE TABLE main.t(a, b DEFAULT 'AS') ~ SCHEMA",
        "CREATE VIEW v AS SELECT 1 ~ SCHEMA",
        "ANALYZE ~ SCHEMA",
        "DROP TABLE IF EXISTS \"main\".\"t\" ~ DROP_TABLE",
        "CREATE TRIGGER t AFTER UPDATE ON a WHEN NEW.end BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; SELECT 3; END ~ TRIGGER",
        "DROP TRIGGER t ~ TRIGGER",
        "SAVEPOINT s ~ SAVEPOINT",
        "release s ~ RELEASE",
        "ROLLBACK TRANSACTION TO SAVEPOINT s ~ ROLLBACK_TO",
        "SELECT x'00' , $a, ?1, :b, temp.c FROM t temp ~ READ",
      })
  void isTaken(String sql, Parsed.Kind kind) {
    assertThat(Parsed.of(sql).kind()).isEqualTo(kind);
  }

  @Test
  void theNamesOfSavepointsAndDroppedTablesAreKnown() {
    assertThat(Parsed.of("RELEASE SAVEPOINT \"my one\"").name()).isEqualTo("my one");
    assertThat(Parsed.of("DROP TABLE IF EXISTS main.[a b]").name()).isEqualTo("a b");
  }

  @Test
  void aScriptIsSplitBetweenStatementsOnly() {
    List<String> statements =
        Parsed.split(
            """
            -- products; and more
            CREATE TABLE t(a DEFAULT ';', "b;c" TEXT /* ; */);;
            CREATE TRIGGER x AFTER INSERT ON t BEGIN
              UPDATE t SET a = CASE WHEN NEW.a THEN 1 ELSE 2 END;
              DELETE FROM t WHERE a = 'END;';
            END;
            INSERT INTO t VALUES ('BEGIN', 2)
            """);
    assertThat(statements)
        .hasSize(3)
        .satisfies(s -> assertThat(s.get(0)).startsWith("CREATE TABLE").endsWith("TEXT /* ; */)"))
        .satisfies(s -> assertThat(s.get(1)).startsWith("CREATE TRIGGER").endsWith("END"))
        .satisfies(s -> assertThat(s.get(2)).isEqualTo("INSERT INTO t VALUES ('BEGIN', 2)"));
  }
}
