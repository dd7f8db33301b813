package dev.verge.data.sql;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of all that two equal views have in common: tables, indexes and views of the schema, the
 * triggers' statements, every row with its rowid, and {@code sqlite_sequence}.
 */
final class ContentHash {
  private ContentHash() {}

  /** The hash of what the connection sees, in one read transaction. */
  static String of(Sqlite db) {
    db.run("BEGIN");
    try {
      MessageDigest digest = sha256();
      add(
          digest,
          db,
          "SELECT type, name, tbl_name, sql FROM main.sqlite_schema WHERE type <> 'trigger'"
              + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name");
      add(digest, db, "SELECT name, sql FROM _verge_trigger ORDER BY name");
      if (db.one("SELECT 1 FROM main.sqlite_schema WHERE name = 'sqlite_sequence'") != null) {
        add(digest, db, "SELECT name, seq FROM main.sqlite_sequence ORDER BY name");
      }
      for (Table table : Catalog.read(db).tables()) {
        add(digest, db, table.scanSql());
      }
      return HexFormat.of().formatHex(digest.digest());
    } finally {
      db.run("COMMIT");
    }
  }

  private static void add(MessageDigest digest, Sqlite db, String sql) {
    WireOut out = new WireOut().text(sql);
    Stmt rows = db.prepare(sql);
    for (boolean row = rows.start(); row; row = rows.next()) {
      int columns = rows.columnCount();
      for (int i = 0; i < columns; i++) {
        rows.write(i, out);
      }
      if (out.size() > 1 << 16) {
        digest.update(out.toBytes());
        out.cut(0);
      }
    }
    digest.update(out.toBytes());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
