package dev.verge.data.sql;

import static dev.verge.SqlException.Kind.STATEMENT;

import dev.verge.SqlException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Turns what happens on the writer's connection into the sections of a record.
 *
 * <p>TEMP triggers on every table note the key of each row that is inserted, updated (old and new
 * key) or deleted, in a TEMP table; nothing else. A flush reads the rows that these keys have by
 * then, so the record holds the net effect, whatever statements, cascades and user triggers led to
 * it. The notes live in the same transaction as the rows, so rolling back to a savepoint takes both
 * back. {@code recursive_triggers} must be on, else rows that REPLACE deletes go unnoticed.
 *
 * <p>A trigger cannot watch {@code sqlite_sequence}; it is compared with what was last written. A
 * schema change is a barrier: rows are flushed before it, the triggers are made anew after it.
 *
 * <p>Must never: be used outside a transaction, or by two threads.
 */
final class Capture {
  private final Sqlite db;
  private State state;

  /** What must go back with a savepoint but is not in the database. */
  record State(Catalog catalog, Map<String, Object> sequences, Map<String, String> triggers) {}

  private Capture(Sqlite db, State state) {
    this.db = db;
    this.state = state;
  }

  /** Begins to capture on a connection that has no TEMP objects yet. */
  static Capture install(Sqlite db) {
    Catalog catalog = Catalog.read(db);
    db.run(
        "CREATE TEMP TABLE %s(tab INTEGER, key INTEGER, PRIMARY KEY(tab, key)) WITHOUT ROWID"
            .formatted(Table.TOUCHED));
    Capture capture = new Capture(db, new State(catalog, sequences(db), Triggers.existing(db)));
    capture.watch(catalog);
    return capture;
  }

  /** To be given to {@link #restore} when the database goes back to a savepoint made now. */
  State state() {
    return state;
  }

  void restore(State before) {
    state = before;
  }

  /** Writes the net changes since the last flush. */
  void flush(WireOut out) {
    List<Table> touched = new ArrayList<>();
    Stmt tabs = db.prepare("SELECT DISTINCT tab FROM temp." + Table.TOUCHED);
    for (boolean row = tabs.start(); row; row = tabs.next()) {
      touched.add(state.catalog.tables().get((int) tabs.integer(0)));
    }
    for (Table table : touched) {
      flush(table, out);
    }
    if (!touched.isEmpty()) {
      db.run("DELETE FROM temp." + Table.TOUCHED);
    }
    flushSequences(touched, out);
  }

  private void flush(Table table, WireOut out) {
    out.octet(Section.ROWS).text(table.name()).number(table.width());
    int keyWidth = table.keyWidth();
    Stmt rows = db.prepare(table.flushSql());
    for (boolean row = rows.start(); row; row = rows.next()) {
      boolean there = rows.integer(0) != 0;
      out.octet(there ? Section.IMAGE : Section.GONE);
      int from = there ? 1 + keyWidth : 1;
      int to = there ? 1 + keyWidth + table.width() : 1 + keyWidth;
      for (int i = from; i < to; i++) {
        rows.write(i, out);
      }
      if (out.size() > Sqlite.MAX_LENGTH) {
        rows.reset();
        break;
      }
    }
    out.octet(Section.END);
    if (!table.hasRowid()) {
      db.run("DELETE FROM temp." + table.touched());
    }
  }

  /** Entries that changed, and all of touched tables, because applying their rows changes them. */
  private void flushSequences(List<Table> touched, WireOut out) {
    if (state.sequences.isEmpty() && touched.stream().noneMatch(Table::autoincrement)) {
      return;
    }
    Map<String, Object> now = sequences(db);
    Set<String> names = new TreeSet<>();
    touched.stream().filter(Table::autoincrement).forEach(table -> names.add(table.name()));
    Set<String> all = new HashSet<>(now.keySet());
    all.addAll(state.sequences.keySet());
    for (String name : all) {
      if (!Objects.equals(now.get(name), state.sequences.get(name))) {
        names.add(name);
      }
    }
    if (names.isEmpty()) {
      return;
    }
    out.octet(Section.SEQUENCES).number(names.size());
    for (String name : names) {
      Object value = now.get(name);
      out.text(name).octet(value == null ? 0 : 1);
      if (value != null) {
        out.value(value);
      }
    }
    state = new State(state.catalog, now, state.triggers);
  }

  /**
   * Runs a schema change and writes it. If it fails, everything is as before, except that earlier
   * changes are flushed.
   */
  void change(Parsed statement, WireOut out) {
    flush(out);
    State before = state;
    int mark = out.size();
    db.run("SAVEPOINT _verge_schema");
    try {
      unwatch(before.catalog);
      if (statement.kind() == Parsed.Kind.DROP_TABLE) {
        refuseReferenced(statement.name());
      }
      Stmt change = db.prepare(statement.sql());
      if (change.start()) {
        change.reset();
      }
      db.drop(change);
      if (statement.kind() != Parsed.Kind.TRIGGER) {
        out.octet(Section.SCHEMA).text(statement.sql());
      }
      Catalog catalog = Catalog.read(db);
      watch(catalog);
      state = new State(catalog, sequences(db), before.triggers);
      writeTriggers(out);
      db.run("RELEASE _verge_schema");
    } catch (RuntimeException e) {
      out.cut(mark);
      state = before;
      if (db.inTransaction()) {
        db.run("ROLLBACK TO _verge_schema");
        db.run("RELEASE _verge_schema");
      }
      throw e;
    }
  }

  private void writeTriggers(WireOut out) {
    Map<String, String> triggers = Triggers.existing(db);
    if (triggers.equals(state.triggers)) {
      return;
    }
    Triggers.keep(db, triggers);
    out.octet(Section.TRIGGERS).number(triggers.size());
    triggers.forEach((name, sql) -> out.text(name).text(sql));
    state = new State(state.catalog, state.sequences, triggers);
  }

  private void watch(Catalog catalog) {
    for (Table table : catalog.tables()) {
      table.captureSql().forEach(db::run);
    }
  }

  private void unwatch(Catalog catalog) {
    for (Table table : catalog.tables()) {
      table.releaseSql().forEach(db::run);
    }
  }

  /** Dropping it would delete its rows first, and so act on the rows that refer to them. */
  private void refuseReferenced(String table) {
    Object other =
        db.one(
            "SELECT s.name FROM main.sqlite_schema s, pragma_foreign_key_list(s.name) f WHERE"
                + " s.type = 'table' AND f.\"table\" = ?1 COLLATE NOCASE"
                + " AND s.name <> ?1 COLLATE NOCASE",
            table);
    if (other != null) {
      throw new SqlException(
          STATEMENT,
          "'%s' cannot be dropped while '%s' refers to it: drop that first"
              .formatted(table, other));
    }
  }

  private static Map<String, Object> sequences(Sqlite db) {
    Map<String, Object> sequences = new HashMap<>();
    if (db.one("SELECT 1 FROM main.sqlite_schema WHERE name = 'sqlite_sequence'") == null) {
      return Map.of();
    }
    Stmt all = db.prepare("SELECT name, seq FROM main.sqlite_sequence");
    for (boolean row = all.start(); row; row = all.next()) {
      Object value = all.value(1);
      sequences.put(all.text(0), value == null ? 0L : value);
    }
    return sequences;
  }
}
