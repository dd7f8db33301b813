package dev.verge.data.sql;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that an application has put into a database, to be compared table by table. */
final class Content {
  private Content() {}

  static Map<String, List<String>> of(Sqlite db) {
    Map<String, List<String>> content = new TreeMap<>();
    String own =
        "name NOT LIKE '\\_verge%' ESCAPE '\\' AND tbl_name NOT LIKE '\\_verge%' ESCAPE '\\'";
    content.put(
        "sqlite_schema",
        rows(
            db,
            "SELECT type, name, sql FROM sqlite_schema WHERE "
                + own
                + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name"));
    if (db.one("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'") != null) {
      content.put(
          "sqlite_sequence", rows(db, "SELECT name, seq FROM sqlite_sequence ORDER BY name"));
    }
    for (Table table : Catalog.read(db).tables()) {
      if (!table.name().startsWith("_verge")) {
        content.put(table.name(), rows(db, table.scanSql()));
      }
    }
    return content;
  }

  private static List<String> rows(Sqlite db, String sql) {
    List<String> rows = new ArrayList<>();
    Stmt statement = db.prepare(sql);
    for (boolean row = statement.start(); row; row = statement.next()) {
      WireOut out = new WireOut();
      StringBuilder text = new StringBuilder();
      int width = statement.columnCount();
      for (int i = 0; i < width; i++) {
        statement.write(i, out);
        text.append(statement.value(i) instanceof byte[] ? "blob" : statement.value(i)).append('|');
      }
      rows.add(text + HexFormat.of().formatHex(out.toBytes()));
    }
    return rows;
  }
}
