package dev.verge.data.sql;

import java.util.Map;
import java.util.TreeMap;

/**
 * User triggers exist in the schema of the primary only, because what they do is in the records as
 * rows. Every view keeps their statements, and makes them when it becomes the primary.
 */
final class Triggers {
  private Triggers() {}

  /** The user triggers that exist on this connection, by name. */
  static Map<String, String> existing(Sqlite db) {
    return read(db, "SELECT name, sql FROM main.sqlite_schema WHERE type = 'trigger'");
  }

  /** Replaces the statements that this view keeps. */
  static void keep(Sqlite db, Map<String, String> triggers) {
    db.run("DELETE FROM _verge_trigger");
    triggers.forEach(
        (name, sql) -> db.run("INSERT INTO _verge_trigger(name, sql) VALUES (?, ?)", name, sql));
  }

  /** Makes the triggers that this view keeps, as it becomes the primary. */
  static void create(Sqlite db) {
    read(db, "SELECT name, sql FROM _verge_trigger").values().forEach(db::run);
  }

  /** Removes the triggers, as the view becomes a replica. */
  static void drop(Sqlite db) {
    existing(db).keySet().forEach(name -> db.run("DROP TRIGGER main." + Sqlite.quote(name)));
  }

  private static Map<String, String> read(Sqlite db, String sql) {
    TreeMap<String, String> triggers = new TreeMap<>();
    Stmt rows = db.prepare(sql);
    for (boolean row = rows.start(); row; row = rows.next()) {
      triggers.put(rows.text(0), rows.text(1));
    }
    return triggers;
  }
}
