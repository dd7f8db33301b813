package dev.verge.node.origin;

import dev.verge.web.Migration;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Applies a PostgreSQL dataset's migrations, each once and in a transaction of its own, in order.
 * Several nodes may try at once: an advisory lock lets one at a time. A migration whose text is no
 * longer what was applied is refused, since no database would ever become what it says.
 */
final class PostgresMigrations {
  private static final long LOCK = 0x7665_7267_65L;
  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS verge_migration(name TEXT PRIMARY KEY, sha256 TEXT NOT NULL,"
          + " applied_at TIMESTAMPTZ NOT NULL DEFAULT now())";

  private PostgresMigrations() {}

  /**
   * @throws SQLException naming the migration that failed or was changed; those before it stay
   */
  static void apply(DataSource database, String dataset, List<Migration> migrations)
      throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (Migration migration : migrations) {
        try {
          statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
          statement.execute(TABLE);
          applyOnce(connection, statement, migration);
          connection.commit();
        } catch (SQLException e) {
          rollback(connection, e);
          throw new SQLException(
              "migrations/" + dataset + "/" + migration.name() + " failed: " + e.getMessage(), e);
        }
      }
    }
  }

  private static void applyOnce(Connection connection, Statement statement, Migration migration)
      throws SQLException {
    String digest = sha256(migration.sql());
    String applied = applied(connection, migration.name());
    if (digest.equals(applied)) {
      return;
    }
    if (applied != null) {
      throw new SQLException(
          "its text was changed after it was applied: restore it, and add a new migration");
    }
    statement.execute(migration.sql());
    try (PreparedStatement done =
        connection.prepareStatement("INSERT INTO verge_migration(name, sha256) VALUES (?, ?)")) {
      done.setString(1, migration.name());
      done.setString(2, digest);
      done.executeUpdate();
    }
  }

  /** The digest of what was applied under that name, or null. */
  private static @Nullable String applied(Connection connection, String name) throws SQLException {
    try (PreparedStatement known =
        connection.prepareStatement("SELECT sha256 FROM verge_migration WHERE name = ?")) {
      known.setString(1, name);
      try (ResultSet found = known.executeQuery()) {
        return found.next() ? found.getString(1) : null;
      }
    }
  }

  private static void rollback(Connection connection, SQLException failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
