package dev.verge.shop;

import static java.time.Duration.ofSeconds;

import dev.verge.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Transactions on the origin's PostgreSQL, with bounded waits. Thread-safe. */
final class Ledger {
  /** Lock not had in time, statement took too long, the server starts or stops. */
  private static final Set<String> TRY_AGAIN =
      Set.of("40001", "40P01", "55P03", "57014", "57P01", "57P02", "57P03");

  private static final String BOUNDS =
      "SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '5s'";

  private final DataSource source;

  Ledger(DataSource source) {
    this.source = source;
  }

  /** What a transaction does. */
  interface Work<T extends @Nullable Object> {
    T run(Connection c) throws SQLException;
  }

  /**
   * Runs a transaction; an exception rolls it back.
   *
   * @throws Problem 503 if the database cannot do it now
   */
  <T extends @Nullable Object> T transaction(Work<T> work) {
    try (Connection c = source.getConnection()) {
      c.setAutoCommit(false);
      try {
        bound(c);
        T result = work.run(c);
        c.commit();
        return result;
      } finally {
        c.rollback();
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static void bound(Connection c) throws SQLException {
    try (Statement statement = c.createStatement()) {
      statement.execute(BOUNDS);
    }
  }

  private static RuntimeException failure(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (e instanceof SQLTransientException || state.startsWith("08") || TRY_AGAIN.contains(state)) {
      return Problem.unavailable("the orders database is starting or busy", ofSeconds(1));
    }
    return new IllegalStateException("the orders database refused: " + e.getMessage(), e);
  }
}
