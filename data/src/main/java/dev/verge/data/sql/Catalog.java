package dev.verge.data.sql;

import dev.verge.SqlException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a view whose rows are replicated, by name: the application's and those of Verge's
 * own that are records' content. Immutable; made anew after each schema change.
 */
final class Catalog {
  /** Tables that each view keeps for itself. */
  private static final Set<String> LOCAL = Set.of("_verge_position", "_verge_trigger");

  private final Map<String, Table> byName;
  private final List<Table> tables;

  private Catalog(Map<String, Table> byName) {
    this.byName = byName;
    this.tables = List.copyOf(byName.values());
  }

  /** Reads the schema of a connection. */
  static Catalog read(Sqlite db) {
    Map<String, Table> tables = new LinkedHashMap<>();
    for (String name : names(db)) {
      tables.put(name, table(db, tables.size(), name));
    }
    return new Catalog(tables);
  }

  /** All of them, each at its {@link Table#id}. */
  List<Table> tables() {
    return tables;
  }

  /** The table with this exact name. */
  Table table(String name) {
    Table table = byName.get(name);
    if (table == null) {
      throw new BrokenView("a record is about the table '" + name + "', which is not here");
    }
    return table;
  }

  private static List<String> names(Sqlite db) {
    List<String> names = new ArrayList<>();
    Stmt list =
        db.prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%'"
                + " ESCAPE '\\' ORDER BY name");
    for (boolean row = list.start(); row; row = list.next()) {
      if (!LOCAL.contains(list.text(0))) {
        names.add(list.text(0));
      }
    }
    return names;
  }

  private static Table table(Sqlite db, int id, String name) {
    Key key = Key.read(db, name);
    List<String> columns = new ArrayList<>();
    Set<String> all = new HashSet<>();
    Stmt info = db.prepare("SELECT name, hidden, pk FROM pragma_table_xinfo(?)");
    for (boolean row = info.start(name); row; row = info.next()) {
      String column = info.text(0);
      boolean generated = info.integer(1) > 1;
      boolean isKey = info.integer(2) > 0 && (key.withoutRowid || key.isAlias);
      all.add(column.toLowerCase(Locale.ROOT));
      if (!generated && !isKey) {
        columns.add(column);
      }
    }
    return new Table(
        id,
        name,
        key.withoutRowid ? "" : rowidName(name, all),
        key.withoutRowid ? key.columns : List.of(),
        key.withoutRowid ? key.collations : List.of(),
        List.copyOf(columns),
        isAutoincrement(db, name));
  }

  private static String rowidName(String table, Set<String> columns) {
    for (String name : List.of("rowid", "_rowid_", "oid")) {
      if (!columns.contains(name)) {
        return name;
      }
    }
    throw new SqlException(
        SqlException.Kind.STATEMENT,
        "the columns of '%s' hide its rowid under all its names: rename one of rowid, _rowid_, oid"
            .formatted(table));
  }

  private static boolean isAutoincrement(Sqlite db, String name) {
    @Nullable Object sql =
        db.one("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", name);
    return sql instanceof String text
        && Token.all(text).stream().anyMatch(token -> token.is("AUTOINCREMENT"));
  }

  /**
   * @param isAlias whether the only column of the primary key is another name of the rowid: then
   *     there is no index for it
   */
  private record Key(
      boolean withoutRowid, boolean isAlias, List<String> columns, List<String> collations) {
    static Key read(Sqlite db, String name) {
      Object wr =
          db.one("SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?", name);
      boolean withoutRowid = wr instanceof Long flag && flag != 0;
      Object index = db.one("SELECT name FROM pragma_index_list(?) WHERE origin = 'pk'", name);
      List<String> columns = new ArrayList<>();
      List<String> collations = new ArrayList<>();
      if (index != null) {
        Stmt info =
            db.prepare("SELECT name, coll FROM pragma_index_xinfo(?) WHERE key = 1 ORDER BY seqno");
        for (boolean row = info.start(index); row; row = info.next()) {
          columns.add(info.text(0));
          collations.add(info.text(1));
        }
      }
      return new Key(
          withoutRowid, !withoutRowid && index == null, List.copyOf(columns), collations);
    }
  }
}
