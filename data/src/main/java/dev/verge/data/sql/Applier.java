package dev.verge.data.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Applies the payloads of records to a replica's database, within the caller's transaction. Foreign
 * keys are off and there are no triggers, so a row does to the database just what it says. Not
 * thread-safe.
 */
final class Applier {
  private final Sqlite db;
  private final Map<String, Plan> plans = new HashMap<>();
  private @Nullable Catalog catalog;

  Applier(Sqlite db) {
    this.db = db;
  }

  /**
   * Applies one payload.
   *
   * @return whether it changed the schema
   * @throws IllegalArgumentException if it is damaged
   */
  boolean apply(byte[] payload) {
    WireIn in = new WireIn(payload);
    int version = in.octet();
    if (version != Section.VERSION) {
      throw new IllegalArgumentException(
          "the record has version %d, this release reads %d".formatted(version, Section.VERSION));
    }
    boolean schema = false;
    while (!in.atEnd()) {
      int section = in.octet();
      switch (section) {
        case Section.ROWS -> rows(in);
        case Section.SEQUENCES -> sequences(in);
        case Section.SCHEMA -> {
          schema(in.text());
          schema = true;
        }
        case Section.TRIGGERS -> triggers(in);
        default -> throw new IllegalArgumentException("a section of kind " + section);
      }
    }
    return schema;
  }

  /** To be called when the transaction was rolled back: the schema may be another. */
  void forget() {
    catalog = null;
    plans.clear();
  }

  private void rows(WireIn in) {
    Plan plan = plan(in.text());
    int width = (int) in.number();
    if (width != plan.table.width()) {
      throw new BrokenView(
          "a record has %d values per row of '%s', here it takes %d"
              .formatted(width, plan.table.name(), plan.table.width()));
    }
    int keyWidth = plan.table.keyWidth();
    List<@Nullable Object[]> images = new ArrayList<>();
    for (int kind = in.octet(); kind != Section.END; kind = in.octet()) {
      @Nullable Object[] values = values(in, kind == Section.IMAGE ? width : keyWidth);
      if (kind == Section.IMAGE) {
        images.add(values);
      }
      delete(plan, values, keyWidth);
    }
    for (@Nullable Object[] image : images) {
      insert(plan, image);
    }
  }

  private static @Nullable Object[] values(WireIn in, int count) {
    @Nullable Object[] values = new @Nullable Object[count];
    for (int i = 0; i < count; i++) {
      values[i] = in.value();
    }
    return values;
  }

  private void delete(Plan plan, @Nullable Object[] values, int keyWidth) {
    @Nullable Object[] key = java.util.Arrays.copyOf(values, keyWidth);
    boolean[] raw = raw(key);
    if (raw == null) {
      db.run(plan.deleteSql, key);
      return;
    }
    // A key that is not UTF-8: bound as bytes, and made text again by the statement.
    String sql = plan.deleteSql;
    for (int i = 0; i < keyWidth; i++) {
      sql = raw[i] ? sql.replace("?" + (i + 1), "CAST(?" + (i + 1) + " AS TEXT)") : sql;
    }
    db.run(sql, key);
  }

  private void insert(Plan plan, @Nullable Object[] image) {
    boolean[] raw = raw(image);
    db.run(raw == null ? plan.insertSql : plan.table.insertSql(raw), image);
  }

  /** Which values are raw text, which are replaced by their bytes; null: none. */
  private static boolean @Nullable [] raw(@Nullable Object[] values) {
    boolean[] raw = null;
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof RawText text) {
        raw = raw == null ? new boolean[values.length] : raw;
        raw[i] = true;
        values[i] = text.bytes();
      }
    }
    return raw;
  }

  private void sequences(WireIn in) {
    int count = in.count();
    for (int i = 0; i < count; i++) {
      String name = in.text();
      db.run("DELETE FROM sqlite_sequence WHERE name = ?", name);
      if (in.octet() != 0) {
        db.run("INSERT INTO sqlite_sequence(name, seq) VALUES (?, ?)", name, in.value());
      }
    }
  }

  private void schema(String sql) {
    Stmt change = db.prepare(sql);
    if (change.start()) {
      change.reset();
    }
    db.drop(change);
    forget();
  }

  private void triggers(WireIn in) {
    int count = in.count();
    TreeMap<String, String> triggers = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      triggers.put(in.text(), in.text());
    }
    Triggers.keep(db, triggers);
  }

  private Plan plan(String name) {
    Plan plan = plans.get(name);
    if (plan == null) {
      if (catalog == null) {
        catalog = Catalog.read(db);
      }
      Table table = catalog.table(name);
      plan = new Plan(table, table.deleteSql(), table.insertSql(new boolean[table.width()]));
      plans.put(name, plan);
    }
    return plan;
  }

  private record Plan(Table table, String deleteSql, String insertSql) {}
}
