package dev.verge.node.origin;

import dev.verge.web.Migration;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/**
 * Applies a PostgreSQL dataset's migrations, each once and in a transaction of its own, in order.
 * Several nodes may try at once: an advisory lock lets one at a time.
 */
final class PostgresMigrations {
  private static final long LOCK = 0x7665_7267_65L;
  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS verge_migration"
          + "(name TEXT PRIMARY KEY, applied_at TIMESTAMPTZ NOT NULL DEFAULT now())";

  private PostgresMigrations() {}

  static void apply(DataSource database, String dataset, List<Migration> migrations)
      throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (Migration migration : migrations) {
        statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
        statement.execute(TABLE);
        try {
          applyOnce(connection, statement, migration);
          connection.commit();
        } catch (SQLException e) {
          connection.rollback();
          throw new SQLException(
              "migrations/" + dataset + "/" + migration.name() + " failed: " + e.getMessage(), e);
        }
      }
    }
  }

  private static void applyOnce(Connection connection, Statement statement, Migration migration)
      throws SQLException {
    try (PreparedStatement known =
        connection.prepareStatement("SELECT 1 FROM verge_migration WHERE name = ?")) {
      known.setString(1, migration.name());
      try (ResultSet found = known.executeQuery()) {
        if (found.next()) {
          return;
        }
      }
    }
    statement.execute(migration.sql());
    try (PreparedStatement done =
        connection.prepareStatement("INSERT INTO verge_migration(name) VALUES (?)")) {
      done.setString(1, migration.name());
      done.executeUpdate();
    }
  }
}
