package dev.verge.data.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.verge.SqlException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/**
 * A prepared statement of a {@link Sqlite}. {@link #start} binds and steps once; while it and
 * {@link #next} return true there is a row; {@link #reset} ends it early. After a failure it is
 * gone: the next {@link Sqlite#prepare} makes it anew.
 */
final class Stmt {

  private final Sqlite sqlite;
  private final DB db;
  private final PreparedStatement statement;
  private final CoreStatement core;
  private final String sql;
  private final int parameters;
  private final long pointer;
  private @Nullable List<String> columns;
  private int columnsVersion = -1;

  Stmt(Sqlite sqlite, PreparedStatement statement, String sql) throws SQLException {
    this.sqlite = sqlite;
    this.db = sqlite.db();
    this.statement = statement;
    this.core = statement.unwrap(CoreStatement.class);
    this.sql = sql;
    this.parameters = statement.getParameterMetaData().getParameterCount();
    this.pointer = core.pointer.safeRunLong((database, raw) -> raw);
  }

  String sql() {
    return sql;
  }

  /**
   * Binds all parameters and steps to the first row.
   *
   * @return whether there is a row
   */
  boolean start(@Nullable Object... args) {
    if (args.length != parameters) {
      throw new SqlException(
          SqlException.Kind.STATEMENT,
          "the statement has %d parameters, %d were given: %s"
              .formatted(parameters, args.length, sql));
    }
    try {
      return db.execute(core, Arguments.bindable(args));
    } catch (SQLException e) {
      sqlite.drop(this);
      throw sqlite.refused(e);
    }
  }

  /** Steps to the next row; after the last one the statement is reset. */
  boolean next() {
    try {
      int code = db.step(pointer);
      if (code == Codes.SQLITE_ROW) {
        return true;
      }
      if (code != Codes.SQLITE_DONE) {
        // Before the reset, which would clear SQLite's message.
        db.throwex(code);
      }
      db.reset(pointer);
      return false;
    } catch (SQLException e) {
      sqlite.drop(this);
      throw sqlite.refused(e);
    }
  }

  void reset() {
    try {
      db.reset(pointer);
    } catch (SQLException e) {
      sqlite.drop(this);
      throw sqlite.refused(e);
    }
  }

  /** The result's columns as they are since the last step; a schema change may change them. */
  List<String> columns() {
    try {
      return List.of(db.column_names(pointer));
    } catch (SQLException e) {
      throw sqlite.refused(e);
    }
  }

  /**
   * The same, remembered for a version of the schema.
   *
   * @param version negative: not known, nothing is remembered
   */
  List<String> columns(int version) {
    List<String> known = columns;
    if (known != null && version >= 0 && version == columnsVersion) {
      return known;
    }
    known = columns();
    columns = known;
    columnsVersion = version;
    return known;
  }

  int columnCount() {
    try {
      return db.column_count(pointer);
    } catch (SQLException e) {
      throw sqlite.refused(e);
    }
  }

  boolean isNull(int column) {
    try {
      return db.column_type(pointer, column) == Codes.SQLITE_NULL;
    } catch (SQLException e) {
      throw sqlite.refused(e);
    }
  }

  long integer(int column) {
    try {
      return db.column_long(pointer, column);
    } catch (SQLException e) {
      throw sqlite.refused(e);
    }
  }

  String text(int column) {
    try {
      return db.column_text(pointer, column);
    } catch (SQLException e) {
      throw sqlite.refused(e);
    }
  }

  /** A value of the current row as a {@link dev.verge.Row} has it. */
  @Nullable Object value(int column) {
    try {
      return switch (db.column_type(pointer, column)) {
        case Codes.SQLITE_INTEGER -> db.column_long(pointer, column);
        case Codes.SQLITE_FLOAT -> db.column_double(pointer, column);
        // As bytes, because the driver's way over a buffer takes longer.
        case Codes.SQLITE_TEXT -> new String(blob(column), UTF_8);
        case Codes.SQLITE_BLOB -> blob(column);
        default -> null;
      };
    } catch (SQLException e) {
      throw sqlite.refused(e);
    }
  }

  /** Writes a value of the current row, byte by byte as the database has it. */
  void write(int column, WireOut out) {
    try {
      switch (db.column_type(pointer, column)) {
        case Codes.SQLITE_INTEGER -> out.integer(db.column_long(pointer, column));
        case Codes.SQLITE_FLOAT -> out.real(db.column_double(pointer, column));
        case Codes.SQLITE_TEXT -> out.tagged(WireOut.TEXT, blob(column));
        case Codes.SQLITE_BLOB -> out.tagged(WireOut.BLOB, blob(column));
        default -> out.octet(WireOut.NULL);
      }
    } catch (SQLException e) {
      throw sqlite.refused(e);
    }
  }

  void close() {
    try {
      statement.close();
    } catch (SQLException e) {
      throw sqlite.refused(e);
    }
  }

  private byte[] blob(int column) throws SQLException {
    byte[] blob = db.column_blob(pointer, column);
    // SQLite gives no pointer for an empty blob.
    return blob == null ? new byte[0] : blob;
  }
}
