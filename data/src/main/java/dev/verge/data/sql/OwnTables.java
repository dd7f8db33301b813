package dev.verge.data.sql;

import dev.verge.log.Position;
import java.util.Objects;

/** The tables that Verge itself keeps in every view. */
final class OwnTables {
  private OwnTables() {}

  /** Makes what is missing. */
  static void create(Sqlite db) {
    db.run(
        "CREATE TABLE IF NOT EXISTS _verge_position(id INTEGER PRIMARY KEY CHECK (id = 1),"
            + " incarnation INTEGER NOT NULL, epoch INTEGER NOT NULL, sequence INTEGER NOT NULL,"
            + " hash BLOB NOT NULL)");
    db.run("CREATE TABLE IF NOT EXISTS _verge_trigger(name TEXT PRIMARY KEY, sql TEXT NOT NULL)");
    db.run(
        "CREATE TABLE IF NOT EXISTS _verge_migration(name TEXT PRIMARY KEY, digest BLOB NOT NULL)");
    db.run(
        "CREATE TABLE IF NOT EXISTS _verge_write(id BLOB PRIMARY KEY, result BLOB NOT NULL,"
            + " at INTEGER NOT NULL)");
    db.run("CREATE INDEX IF NOT EXISTS _verge_write_at ON _verge_write(at)");
  }

  /** The last record that is in this database. */
  static Position position(Sqlite db) {
    Stmt row = db.prepare("SELECT incarnation, epoch, sequence, hash FROM _verge_position");
    if (!row.start()) {
      return Position.START;
    }
    try {
      byte[] hash = (byte[]) Objects.requireNonNull(row.value(3));
      return new Position(row.integer(0), row.integer(1), row.integer(2), hash);
    } finally {
      row.reset();
    }
  }

  /** Says, within the caller's transaction, that the database has come to a record. */
  static void position(Sqlite db, Position position) {
    db.run(
        "INSERT OR REPLACE INTO _verge_position(id, incarnation, epoch, sequence, hash)"
            + " VALUES (1, ?, ?, ?, ?)",
        position.incarnation(),
        position.epoch(),
        position.sequence(),
        position.hash());
  }
}
