package dev.verge.data.sql;

import java.util.List;
import java.util.Random;

/**
 * Makes statements that are hard to replicate, many of which fail: conflicts of every policy,
 * cascades, swaps of unique values, tables of every kind, triggers, odd values. Seeded. No ANALYZE,
 * because the order of rows that a statement meets, and so where it fails, would depend on it.
 */
final class RandomSql {
  /** What a run begins with. */
  static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE a(id INTEGER PRIMARY KEY, u UNIQUE, v, w TEXT COLLATE NOCASE UNIQUE)",
          "CREATE TABLE p(id INTEGER PRIMARY KEY, k TEXT UNIQUE NOT NULL)",
          "CREATE TABLE c(p INTEGER REFERENCES p ON DELETE CASCADE ON UPDATE CASCADE,"
              + " k TEXT REFERENCES p(k) ON DELETE SET NULL ON UPDATE CASCADE, n)",
          "CREATE TABLE w(x TEXT COLLATE NOCASE, y INT, z, PRIMARY KEY(x, y)) WITHOUT ROWID",
          "CREATE TABLE s(id INTEGER PRIMARY KEY AUTOINCREMENT, v UNIQUE)",
          "CREATE TABLE g(rowid TEXT, n INT, d AS (n * 2), e TEXT AS (n || rowid) STORED UNIQUE)",
          "CREATE TABLE r(v, x REAL)",
          "CREATE TABLE st(id ANY PRIMARY KEY, v ANY, n INTEGER) STRICT, WITHOUT ROWID",
          "CREATE TABLE self(id INTEGER PRIMARY KEY, up REFERENCES self ON DELETE CASCADE)",
          "CREATE TABLE log(id INTEGER PRIMARY KEY AUTOINCREMENT, what, who)",
          "CREATE VIEW va AS SELECT id, v FROM a");

  private static final List<String> TRIGGERS =
      List.of(
          "CREATE TRIGGER t1 AFTER INSERT ON a BEGIN INSERT INTO log(what) VALUES (NEW.u); END",
          "CREATE TRIGGER t2 AFTER DELETE ON c BEGIN INSERT INTO log(what, who)"
              + " VALUES (CASE WHEN OLD.n > 5 THEN 'big' ELSE 'small' END, OLD.p); END",
          "CREATE TRIGGER t3 BEFORE UPDATE ON w WHEN NEW.y = 3 BEGIN"
              + " SELECT RAISE(ABORT, 'no three'); END",
          "CREATE TRIGGER t4 BEFORE INSERT ON r WHEN NEW.v = 4 BEGIN SELECT RAISE(IGNORE); END",
          "CREATE TRIGGER t5 AFTER INSERT ON r WHEN NEW.v = 5 BEGIN"
              + " SELECT RAISE(ROLLBACK, 'all gone'); END",
          "CREATE TRIGGER t6 AFTER INSERT ON s WHEN NEW.v = 6 BEGIN SELECT RAISE(FAIL, 'f'); END",
          "CREATE TRIGGER t7 INSTEAD OF INSERT ON va BEGIN"
              + " INSERT INTO a(id, v) VALUES (NEW.id, NEW.v); DELETE FROM r WHERE v = NEW.id; END",
          "CREATE TRIGGER t8 AFTER INSERT ON log WHEN NEW.id % 7 = 0 BEGIN"
              + " DELETE FROM log WHERE id < NEW.id - 3; END");

  private final Random random;

  RandomSql(long seed) {
    this.random = new Random(seed);
  }

  boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  int upTo(int n) {
    return 1 + random.nextInt(n);
  }

  /** A change of the schema, which may fail. */
  String schema() {
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> TRIGGERS.get(random.nextInt(TRIGGERS.size()));
      case 4, 5 -> "DROP TRIGGER IF EXISTS t" + upTo(8);
      case 6 -> "CREATE UNIQUE INDEX i" + upTo(3) + " ON a(v)";
      case 7 -> "CREATE INDEX j" + upTo(3) + " ON r(v, x) WHERE v > 3";
      case 8 -> "DROP INDEX IF EXISTS " + (oneIn(2) ? "i" : "j") + upTo(3);
      case 9 -> "ALTER TABLE r ADD COLUMN n" + upTo(3) + " DEFAULT " + upTo(9);
      case 10 -> "ALTER TABLE r DROP COLUMN n" + upTo(3);
      case 11 -> oneIn(2) ? "ALTER TABLE s RENAME TO s2" : "ALTER TABLE s2 RENAME TO s";
      case 12 ->
          oneIn(2) ? "DROP TABLE IF EXISTS extra" : "CREATE TABLE extra(a, b, PRIMARY KEY(b))";
      case 13 -> "ALTER TABLE a RENAME COLUMN " + (oneIn(2) ? "v TO vv" : "vv TO v");
      case 14 -> oneIn(2) ? "DROP TABLE self" : SCHEMA.get(8);
      default -> "DROP TABLE p";
    };
  }

  /** A statement that writes rows, or controls savepoints. */
  String write() {
    String or =
        switch (random.nextInt(9)) {
          case 0 -> "OR REPLACE ";
          case 1 -> "OR IGNORE ";
          case 2 -> "OR FAIL ";
          case 3 -> "OR ABORT ";
          case 4 -> oneIn(4) ? "OR ROLLBACK " : "OR REPLACE ";
          default -> "";
        };
    int n = upTo(9);
    int m = upTo(9);
    return switch (random.nextInt(34)) {
      case 0, 1 -> "INSERT %sINTO a(u, w) VALUES (%s, %s)".formatted(or, value(), text());
      case 2 ->
          "INSERT %sINTO a(id, u) VALUES (%d, %s), (%d, %s)".formatted(or, n, value(), m, value());
      case 3 -> "UPDATE %sa SET id = id + %d WHERE id < %d".formatted(or, n - 4, m);
      case 4 ->
          "UPDATE a SET u = CASE u WHEN %1$d THEN %2$d ELSE %1$d END WHERE u IN (%1$d, %2$d)"
              .formatted(n, m);
      case 5 ->
          "INSERT INTO a(id, u) VALUES (%d, %s) ON CONFLICT(id) DO UPDATE SET u = excluded.u, w = NULL"
              .formatted(n, value());
      case 6 -> "DELETE FROM a WHERE id %% %d = 0 RETURNING id, u".formatted(m);
      case 7 -> "INSERT %sINTO p VALUES (%d, %s)".formatted(or, n, text());
      case 8 -> "UPDATE %sp SET id = %d, k = %s WHERE id = %d".formatted(or, n + 3, text(), m);
      case 9 -> "DELETE FROM p WHERE id = " + n;
      case 10, 11 ->
          "INSERT INTO c VALUES (%d, (SELECT k FROM p WHERE id = %d), %d)".formatted(n, m, n);
      case 12 -> "UPDATE c SET p = %d WHERE n = %d".formatted(n, m);
      case 13, 14 -> "INSERT %sINTO w VALUES (%s, %d, %s)".formatted(or, text(), n, value());
      case 15 -> "UPDATE %sw SET x = upper(x), y = y + 1 WHERE y < %d".formatted(or, m);
      case 16 -> "UPDATE %sw SET x = %s WHERE y = %d".formatted(or, text(), n);
      case 17 -> "DELETE FROM w WHERE y = " + n;
      case 18 -> "INSERT %sINTO s(v) VALUES (%s), (%s)".formatted(or, value(), value());
      case 19 -> "DELETE FROM s WHERE id > " + n;
      case 20 ->
          oneIn(6)
              ? "UPDATE sqlite_sequence SET seq = seq + " + n
              : "INSERT INTO s2(v) VALUES (" + n + ")";
      case 21 -> "INSERT %sINTO g(rowid, n) VALUES (%s, %d)".formatted(or, text(), n);
      case 22 -> "UPDATE %sg SET n = n + 1 WHERE n = %d".formatted(or, n);
      case 23 -> "DELETE FROM g WHERE n = " + n;
      case 24 ->
          "INSERT %sINTO r(v, x) VALUES (%s, %s), (%d, 1.5)".formatted(or, value(), value(), n);
      case 25 -> "DELETE FROM r WHERE oid % 3 = " + m % 3;
      case 26 -> "UPDATE r SET rowid = rowid + 100 WHERE v = " + n;
      case 27 -> "INSERT %sINTO st VALUES (%s, %s, %d)".formatted(or, value(), value(), n);
      case 28 -> "UPDATE %sst SET id = v, v = id WHERE n = %d".formatted(or, n);
      case 29 -> "INSERT %sINTO self VALUES (%d, %s)".formatted(or, n, oneIn(2) ? "NULL" : "" + m);
      case 30 -> "DELETE FROM self WHERE id = " + n;
      case 31 -> "INSERT INTO va VALUES (%d, %s)".formatted(n + 10, value());
      case 32 ->
          "WITH x(i) AS (SELECT id FROM a) INSERT INTO r(v) SELECT i FROM x ORDER BY i LIMIT 3";
      default -> savepoint();
    };
  }

  private String savepoint() {
    String name = oneIn(2) ? "one" : "two";
    return switch (random.nextInt(4)) {
      case 0, 1 -> "SAVEPOINT " + name;
      case 2 -> "ROLLBACK TO " + name;
      default -> "RELEASE SAVEPOINT " + name;
    };
  }

  private String text() {
    return switch (random.nextInt(8)) {
      case 0 -> "'A'";
      case 1 -> "'a'";
      case 2 -> "'ß日本🎉'";
      case 3 -> "''";
      case 4 -> "'x'' y'";
      case 5 -> "CAST(x'c328' AS TEXT)";
      default -> "'k" + upTo(6) + "'";
    };
  }

  private String value() {
    return switch (random.nextInt(12)) {
      case 0 -> "NULL";
      case 1 -> "x'00ff'";
      case 2 -> "x''";
      case 3 -> "1.0";
      case 4 -> "-0.0";
      case 5 -> "9223372036854775807";
      case 6 -> text();
      case 7 -> "'" + upTo(5) + "'";
      default -> String.valueOf(upTo(9));
    };
  }
}
