package dev.verge.data.sql;

import dev.verge.Problem;
import dev.verge.SqlException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteLimits;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.core.DB;

/**
 * One connection to a SQLite database. It goes to SQLite below the driver's result sets ({@link
 * DB}), which saves most of the driver's cost of a point read. Statements are kept prepared, the
 * most recently used ones. Used by one thread at a time.
 */
final class Sqlite implements AutoCloseable {
  /** The longest value or statement, in bytes. A record holds no more anyway. */
  static final int MAX_LENGTH = 32 << 20;

  private static final int CACHED_STATEMENTS = 256;
  private static final int STEPS_BETWEEN_CHECKS = 2_000;

  /** What is not the statement's fault. */
  private static final Pattern BROKEN =
      Pattern.compile("SQLITE_(IOERR|CORRUPT|NOTADB|CANTOPEN|BUSY|PROTOCOL|INTERNAL|MISUSE|PERM)");

  private final SQLiteConnection connection;
  private final DB db;
  private final LinkedHashMap<String, Stmt> statements =
      new LinkedHashMap<>(CACHED_STATEMENTS, 0.75f, true);

  /** When the running statement must end, {@link System#nanoTime}; 0: never. */
  private long deadline;

  private Sqlite(SQLiteConnection connection) throws SQLException {
    this.connection = connection;
    this.db = connection.getDatabase();
    ProgressHandler.setHandler(
        connection,
        STEPS_BETWEEN_CHECKS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            return deadline != 0 && System.nanoTime() - deadline > 0 ? 1 : 0;
          }
        });
  }

  /** The connection that writes a view, making the database if there is none. */
  static Sqlite writer(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    config.enableRecursiveTriggers(true);
    config.enforceForeignKeys(false);
    config.setJournalSizeLimit(64 << 20);
    config.setBusyTimeout(5_000);
    config.setPragma(SQLiteConfig.Pragma.CACHE_SIZE, "-8000");
    return open(file, config);
  }

  /** A connection that can only read. */
  static Sqlite reader(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setTempStore(SQLiteConfig.TempStore.MEMORY);
    config.setBusyTimeout(1_000);
    config.setPragma(SQLiteConfig.Pragma.CACHE_SIZE, "-2000");
    config.setPragma(SQLiteConfig.Pragma.MMAP_SIZE, "268435456");
    Sqlite reader = open(file, config);
    reader.run("PRAGMA query_only=ON");
    return reader;
  }

  /** A connection to a database that nobody else uses; leaves it as one file. */
  static Sqlite single(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.DELETE);
    return open(file, config);
  }

  private static Sqlite open(Path file, SQLiteConfig config) {
    config.setGetGeneratedKeys(false);
    try {
      var connection = DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
      SQLiteConnection sqlite = connection.unwrap(SQLiteConnection.class);
      sqlite.setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, MAX_LENGTH);
      sqlite.setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
      return new Sqlite(sqlite);
    } catch (SQLException e) {
      throw new BrokenView("cannot open " + file + ": " + e.getMessage(), e);
    }
  }

  DB db() {
    return db;
  }

  /** Bounds the statements that follow; null: no bound. */
  void limit(@Nullable Duration limit) {
    deadline = limit == null ? 0 : Math.max(1, System.nanoTime() + limit.toNanos());
  }

  /** Bounds the statements that follow by a {@link System#nanoTime}; 0: no bound. */
  void limitUntil(long nanoTime) {
    deadline = nanoTime;
  }

  /** The prepared statement if it is kept, else null. */
  @Nullable Stmt known(String sql) {
    return statements.get(sql);
  }

  /** The prepared statement, which the caller must {@link Stmt#reset} before anybody else asks. */
  Stmt prepare(String sql) {
    Stmt known = statements.get(sql);
    if (known != null) {
      return known;
    }
    if (statements.size() >= CACHED_STATEMENTS) {
      drop(statements.firstEntry().getValue());
    }
    try {
      Stmt made = new Stmt(this, connection.prepareStatement(sql), sql);
      statements.put(sql, made);
      return made;
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  /** Forgets a statement, which was closed by its failure or is not wanted any more. */
  void drop(Stmt statement) {
    statements.remove(statement.sql(), statement);
    statement.close();
  }

  /** Forgets all statements. */
  void dropAll() {
    for (Stmt statement : statements.values()) {
      statement.close();
    }
    statements.clear();
  }

  /** Runs a statement to its end and ignores its rows. */
  void run(String sql, @Nullable Object... args) {
    Stmt statement = prepare(sql);
    if (statement.start(args)) {
      statement.reset();
    }
  }

  /** The first column of the first row, or null if there is none. */
  @Nullable Object one(String sql, @Nullable Object... args) {
    Stmt statement = prepare(sql);
    if (!statement.start(args)) {
      return null;
    }
    try {
      return statement.value(0);
    } finally {
      statement.reset();
    }
  }

  /**
   * Whether a transaction is open. Asked after a failure, because some failures end the transaction
   * and some do not.
   */
  boolean inTransaction() {
    try {
      db.exec("BEGIN", true);
    } catch (SQLException e) {
      return true;
    }
    run("ROLLBACK");
    return false;
  }

  /** Rows changed by the last INSERT, UPDATE or DELETE itself. */
  long changes() {
    try {
      return db.changes();
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  /** Rows changed on this connection ever, also by triggers and foreign keys. */
  long totalChanges() {
    try {
      return db.total_changes();
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  /** What SQLite's refusal is to the caller. */
  RuntimeException refused(SQLException e) {
    if (!(e instanceof SQLiteException sqlite)) {
      return new SqlException(SqlException.Kind.STATEMENT, String.valueOf(e.getMessage()));
    }
    SQLiteErrorCode code = sqlite.getResultCode();
    String message = plain(sqlite);
    return switch (code) {
      case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID ->
          new SqlException(SqlException.Kind.UNIQUE, message);
      case SQLITE_INTERRUPT ->
          new SqlException(
              SqlException.Kind.TIMEOUT, "the statement took too long and was stopped");
      case SQLITE_FULL ->
          Problem.unavailable("no space for " + db.getUrl(), Duration.ofSeconds(10));
      case SQLITE_READONLY ->
          new SqlException(
              SqlException.Kind.STATEMENT, "a query cannot write: use execute(...): " + message);
      default -> {
        if (code.name().startsWith("SQLITE_CONSTRAINT")) {
          yield new SqlException(SqlException.Kind.CONSTRAINT, message);
        }
        yield BROKEN.matcher(code.name()).lookingAt()
            ? new BrokenView(db.getUrl() + ": " + e.getMessage(), e)
            : new SqlException(SqlException.Kind.STATEMENT, message);
      }
    };
  }

  /** SQLite's own words without the driver's around them. */
  private static String plain(SQLiteException e) {
    String message = String.valueOf(e.getMessage());
    int start = message.indexOf(" (");
    return start > 0 && message.endsWith(")")
        ? message.substring(start + 2, message.length() - 1)
        : message;
  }

  @Override
  public void close() {
    dropAll();
    try {
      connection.close();
    } catch (SQLException e) {
      throw new BrokenView("cannot close " + db.getUrl() + ": " + e.getMessage(), e);
    }
  }

  /** Names as SQLite reads them whatever they are. */
  static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
