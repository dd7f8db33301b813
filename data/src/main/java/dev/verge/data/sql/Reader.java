package dev.verge.data.sql;

import dev.verge.Row;
import dev.verge.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** A read-only connection and the bounds of what it reads. Used by one thread at a time. */
final class Reader {
  private final Sqlite db;
  private final SqlLimits limits;
  private final IntSupplier schemaVersion;

  Reader(Sqlite db, SqlLimits limits, IntSupplier schemaVersion) {
    this.db = db;
    this.limits = limits;
    this.schemaVersion = schemaVersion;
  }

  Sqlite db() {
    return db;
  }

  /**
   * The rows of a statement.
   *
   * @param onlyFirst whether to stop after the first
   */
  List<Row> query(String sql, boolean onlyFirst, @Nullable Object... args) {
    int version = schemaVersion.getAsInt();
    Stmt statement = db.known(sql);
    if (statement == null) {
      if (!Parsed.of(sql).mayRead()) {
        throw new SqlException(
            SqlException.Kind.STATEMENT, "a query cannot write: use execute(...) for: " + sql);
      }
      statement = db.prepare(sql);
    }
    db.limit(limits.query());
    if (!statement.start(args)) {
      return List.of();
    }
    // The first step has fixed what this statement sees, and has prepared it anew if the schema
    // had changed: without a change until now, the names known for this version are right.
    boolean stable = (version & 1) == 0 && version == schemaVersion.getAsInt();
    List<String> columns = statement.columns(stable ? version : -1);
    if (onlyFirst) {
      Row row = new Row(columns, Rows.values(statement, columns.size()));
      statement.reset();
      return List.of(row);
    }
    return new Rows(limits).all(statement, columns);
  }

  void close() {
    db.close();
  }

  /** Collects the rows of a statement within bounds. */
  static final class Rows {
    private final SqlLimits limits;
    private long bytes;

    Rows(SqlLimits limits) {
      this.limits = limits;
    }

    /** From the row that the statement is at to its last. */
    List<Row> all(Stmt statement, List<String> columns) {
      List<Row> rows = new ArrayList<>();
      int width = columns.size();
      do {
        @Nullable Object[] values = values(statement, width);
        bytes += size(values);
        rows.add(new Row(columns, values));
        if (rows.size() > limits.rows() || bytes > limits.resultBytes()) {
          statement.reset();
          throw new SqlException(
              SqlException.Kind.STATEMENT,
              "the result has more than %d rows or %d bytes: use LIMIT, or read it in parts"
                  .formatted(limits.rows(), limits.resultBytes()));
        }
      } while (statement.next());
      return rows;
    }

    static @Nullable Object[] values(Stmt statement, int width) {
      @Nullable Object[] values = new @Nullable Object[width];
      for (int i = 0; i < width; i++) {
        values[i] = statement.value(i);
      }
      return values;
    }

    private static long size(@Nullable Object[] values) {
      long size = 16;
      for (Object value : values) {
        size +=
            16
                + switch (value) {
                  case String text -> text.length();
                  case byte[] blob -> blob.length;
                  case null, default -> 0;
                };
      }
      return size;
    }
  }
}
