package dev.verge.data.sql;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What capturing and applying the changes of one table take. A row's image is its key, then its
 * other columns that are not generated. The key is the rowid, so that rowids are the same
 * everywhere; of a WITHOUT ROWID table it is the primary key.
 *
 * @param id its number among the tables of this schema
 * @param rowid the name that the rowid can be asked by; empty for a WITHOUT ROWID table
 * @param key the columns of the primary key; empty for a rowid table
 * @param collations how each key column compares
 * @param columns the rest of the image
 * @param autoincrement whether {@code sqlite_sequence} has its last rowid
 */
record Table(
    int id,
    String name,
    String rowid,
    List<String> key,
    List<String> collations,
    List<String> columns,
    boolean autoincrement) {
  /**
   * Where the touched rowids of all rowid tables are noted, on the writer's connection. Of a
   * WITHOUT ROWID table it only says that there are some.
   */
  static final String TOUCHED = "_verge_touched";

  boolean hasRowid() {
    return key.isEmpty();
  }

  int keyWidth() {
    return hasRowid() ? 1 : key.size();
  }

  /** The number of values in an image. */
  int width() {
    return keyWidth() + columns.size();
  }

  /** Where the touched keys of this WITHOUT ROWID table are noted. */
  String touched() {
    return TOUCHED + "_" + id;
  }

  /** The temporary objects that note every touched key. */
  List<String> captureSql() {
    List<String> sql = new ArrayList<>();
    if (!hasRowid()) {
      sql.add(
          "CREATE TEMP TABLE %s(%s, PRIMARY KEY(%s)) WITHOUT ROWID"
              .formatted(touched(), list(i -> "k" + i + collate(i)), list(i -> "k" + i)));
    }
    sql.add(trigger("i", "INSERT", note("NEW")));
    sql.add(trigger("u", "UPDATE", note("OLD") + note("NEW")));
    sql.add(trigger("d", "DELETE", note("OLD")));
    return sql;
  }

  /** What removes them. */
  List<String> releaseSql() {
    List<String> sql = new ArrayList<>();
    for (String event : List.of("i", "u", "d")) {
      sql.add("DROP TRIGGER IF EXISTS temp." + triggerName(event));
    }
    if (!hasRowid()) {
      sql.add("DROP TABLE IF EXISTS temp." + touched());
    }
    return sql;
  }

  /**
   * The touched keys with the rows they have now: first whether the row is there, then the touched
   * key, then the image.
   */
  String flushSql() {
    String image = hasRowid() ? "t." + rowid : list(i -> "t." + Sqlite.quote(key.get(i)));
    String touchedKey = hasRowid() ? "k.key" : list(i -> "k.k" + i);
    String there = hasRowid() ? "t." + rowid : "t." + Sqlite.quote(key.getFirst());
    String others = columns.stream().map(c -> ", t." + Sqlite.quote(c)).collect(joining());
    return "SELECT %s IS NOT NULL, %s, %s%s FROM temp.%s k LEFT JOIN main.%s t ON %s%s"
        .formatted(
            there,
            touchedKey,
            image,
            others,
            hasRowid() ? TOUCHED : touched(),
            Sqlite.quote(name),
            hasRowid() ? "t." + rowid + " = k.key" : matches("t.", "k.k"),
            hasRowid() ? " WHERE k.tab = " + id : "");
  }

  /** Deletes the row with the bound key. */
  String deleteSql() {
    return "DELETE FROM main.%s WHERE %s"
        .formatted(Sqlite.quote(name), hasRowid() ? rowid + " = ?1" : matches("", "?"));
  }

  /** Inserts an image; {@code rawText} says which value is bound as a blob but is text. */
  String insertSql(boolean[] rawText) {
    Stream<String> keys = hasRowid() ? Stream.of(rowid) : key.stream().map(Sqlite::quote);
    String names = Stream.concat(keys, columns.stream().map(Sqlite::quote)).collect(joining(", "));
    StringBuilder values = new StringBuilder();
    for (int i = 0; i < width(); i++) {
      values.append(i == 0 ? "" : ", ").append(rawText[i] ? "CAST(? AS TEXT)" : "?");
    }
    return "INSERT INTO main.%s(%s) VALUES (%s)".formatted(Sqlite.quote(name), names, values);
  }

  /** All images in the order of the key. */
  String scanSql() {
    Stream<String> keys = hasRowid() ? Stream.of(rowid) : key.stream().map(Sqlite::quote);
    String order = hasRowid() ? rowid : list(i -> Sqlite.quote(key.get(i)) + collate(i));
    String names = Stream.concat(keys, columns.stream().map(Sqlite::quote)).collect(joining(", "));
    return "SELECT %s FROM main.%s ORDER BY %s".formatted(names, Sqlite.quote(name), order);
  }

  private String matches(String left, String right) {
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      int number = right.equals("?") ? i + 1 : i;
      terms.add(left + Sqlite.quote(key.get(i)) + collate(i) + " = " + right + number);
    }
    return String.join(" AND ", terms);
  }

  private String trigger(String event, String action, String body) {
    return "CREATE TEMP TRIGGER %s AFTER %s ON main.%s BEGIN %s END"
        .formatted(triggerName(event), action, Sqlite.quote(name), body);
  }

  private String triggerName(String event) {
    return "_verge_" + event + id;
  }

  // ON CONFLICT DO NOTHING and not INSERT OR IGNORE: the conflict policy of the statement that
  // fires the trigger overrides the latter.
  private String note(String row) {
    return hasRowid()
        ? "INSERT INTO %s VALUES (%d, %s.%s) ON CONFLICT DO NOTHING;"
            .formatted(TOUCHED, id, row, rowid)
        : "INSERT INTO %s VALUES (%s) ON CONFLICT DO NOTHING; INSERT INTO %s VALUES (%d, 0) ON CONFLICT DO NOTHING;"
            .formatted(touched(), list(i -> row + "." + Sqlite.quote(key.get(i))), TOUCHED, id);
  }

  private String collate(int index) {
    return " COLLATE " + Sqlite.quote(collations.get(index));
  }

  private String list(java.util.function.IntFunction<String> item) {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      items.add(item.apply(i));
    }
    return String.join(", ", items);
  }
}
