package dev.verge.data.sql;

import dev.verge.Row;
import dev.verge.Sql.Result;
import dev.verge.Sql.Statement;
import dev.verge.data.Mark;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of peer messages. */
final class Messages {
  private Messages() {}

  static void mark(WireOut out, Mark mark) {
    out.fixed(mark.incarnation()).number(mark.epoch()).number(mark.sequence());
  }

  static Mark mark(WireIn in) {
    return new Mark(in.fixed(), in.number(), in.number());
  }

  static void statement(WireOut out, String sql, List<@Nullable Object> args) {
    out.text(sql).number(args.size());
    for (Object arg : Arguments.bindable(args.toArray())) {
      out.value(arg);
    }
  }

  static Statement statement(WireIn in) {
    String sql = in.text();
    int count = in.count();
    List<@Nullable Object> args = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      args.add(in.value());
    }
    return new Statement(sql, args);
  }

  static void rows(WireOut out, List<Row> rows) {
    out.number(rows.size());
    if (rows.isEmpty()) {
      return;
    }
    List<String> columns = rows.getFirst().columns();
    out.number(columns.size());
    columns.forEach(out::text);
    for (Row row : rows) {
      for (int i = 0; i < columns.size(); i++) {
        out.value(row.value(i));
      }
    }
  }

  static List<Row> rows(WireIn in) {
    int count = in.count();
    if (count == 0) {
      return List.of();
    }
    int width = in.count();
    List<String> columns = new ArrayList<>(width);
    for (int i = 0; i < width; i++) {
      columns.add(in.text());
    }
    List<String> shared = List.copyOf(columns);
    List<Row> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      @Nullable Object[] values = new @Nullable Object[width];
      for (int j = 0; j < width; j++) {
        values[j] = in.value();
      }
      rows.add(new Row(shared, values));
    }
    return rows;
  }

  static void result(WireOut out, Result result) {
    out.number(result.changes()).fixed(result.lastRowId());
    rows(out, result.rows());
  }

  static Result result(WireIn in) {
    return new Result(in.number(), in.fixed(), rows(in));
  }

  static void results(WireOut out, List<Result> results) {
    out.number(results.size());
    results.forEach(result -> result(out, result));
  }

  static byte[] results(List<Result> results) {
    WireOut out = new WireOut();
    results(out, results);
    return out.toBytes();
  }

  static List<Result> results(WireIn in) {
    int count = in.count();
    List<Result> results = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      results.add(result(in));
    }
    return results;
  }
}
