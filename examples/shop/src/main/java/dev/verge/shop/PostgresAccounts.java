package dev.verge.shop;

import static java.time.Duration.ofSeconds;

import dev.verge.Data;
import dev.verge.OriginContext;
import dev.verge.Passwords;
import dev.verge.Problem;
import dev.verge.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Accounts in PostgreSQL. The location where a user signs up writes their profile at once; should
 * it stop in between, the outbox has the profile too, and brings it within seconds.
 */
final class PostgresAccounts implements Accounts {
  private static final int BATCH = 100;

  /** Costs what any other hash costs to verify; no password has it. */
  private static final String NOBODY =
      "$argon2id$v=19$m=19456,t=2,p=1$" + "A".repeat(22) + "$" + "A".repeat(43);

  private final Ledger ledger;
  private final Passwords passwords;
  private final Data data;

  PostgresAccounts(OriginContext origin) {
    ledger = new Ledger(origin.postgres("orders"));
    passwords = origin.passwords();
    data = origin.data();
    origin.every(ofSeconds(1), this::bringProfiles);
  }

  @Override
  public void create(Account account) {
    if (ledger.transaction(c -> isTaken(c, account))) {
      throw taken();
    }
    String hash = passwords.hash(account.password());
    boolean made = ledger.transaction(c -> insert(c, account, hash));
    if (!made && ledger.transaction(c -> isTaken(c, account))) {
      throw taken();
    }
  }

  private static Problem taken() {
    return Problem.of(409, "Email taken", "there is an account with this email, sign in to it");
  }

  /** Whether someone else has the email. */
  private static boolean isTaken(Connection c, Account account) throws SQLException {
    String sql = "SELECT 1 FROM credentials WHERE email = ? AND user_id <> ?";
    try (PreparedStatement select = c.prepareStatement(sql)) {
      select.setString(1, account.email());
      select.setString(2, account.id());
      return select.executeQuery().next();
    }
  }

  private static boolean insert(Connection c, Account account, String hash) throws SQLException {
    String credentials =
        "INSERT INTO credentials (user_id, email, password_hash) VALUES (?, ?, ?)"
            + " ON CONFLICT DO NOTHING";
    try (PreparedStatement insert = c.prepareStatement(credentials)) {
      insert.setString(1, account.id());
      insert.setString(2, account.email());
      insert.setString(3, hash);
      if (insert.executeUpdate() == 0) {
        return false;
      }
    }
    String outbox = "INSERT INTO profile_outbox (user_id, email, name, region) VALUES (?, ?, ?, ?)";
    try (PreparedStatement insert = c.prepareStatement(outbox)) {
      insert.setString(1, account.id());
      insert.setString(2, account.email());
      insert.setString(3, account.name());
      insert.setString(4, account.region());
      insert.executeUpdate();
      return true;
    }
  }

  @Override
  public String authenticate(Credentials credentials) {
    String email = credentials.email().toLowerCase(Locale.ROOT);
    User user = ledger.transaction(c -> find(c, email));
    // As slow as a wrong password if there is no user, so that nobody learns who has an account.
    boolean right = passwords.verify(credentials.password(), user == null ? NOBODY : user.hash());
    if (user != null && right) {
      return user.id();
    }
    throw Problem.unauthorized("email or password is wrong");
  }

  private record User(String id, String hash) {}

  private static @Nullable User find(Connection c, String email) throws SQLException {
    String sql = "SELECT user_id, password_hash FROM credentials WHERE email = ?";
    try (PreparedStatement select = c.prepareStatement(sql)) {
      select.setString(1, email);
      ResultSet found = select.executeQuery();
      return found.next() ? new User(found.getString(1), found.getString(2)) : null;
    }
  }

  /** Brings profiles to their dataset; a profile that is there stays as it is. */
  private void bringProfiles() {
    List<Profile> profiles = ledger.transaction(PostgresAccounts::waiting);
    if (profiles.isEmpty()) {
      return;
    }
    List<Sql.Statement> inserts = new ArrayList<>();
    profiles.forEach(profile -> inserts.add(profile.insert()));
    data.sql("profiles").batch(inserts);
    ledger.transaction(c -> done(c, profiles));
  }

  private static List<Profile> waiting(Connection c) throws SQLException {
    String sql =
        "SELECT user_id, email, name, region FROM profile_outbox ORDER BY created_at LIMIT "
            + BATCH;
    try (PreparedStatement select = c.prepareStatement(sql)) {
      ResultSet rows = select.executeQuery();
      List<Profile> profiles = new ArrayList<>();
      while (rows.next()) {
        profiles.add(
            new Profile(
                rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4)));
      }
      return profiles;
    }
  }

  private static int done(Connection c, List<Profile> profiles) throws SQLException {
    String sql = "DELETE FROM profile_outbox WHERE user_id = ANY (?)";
    try (PreparedStatement delete = c.prepareStatement(sql)) {
      delete.setArray(1, c.createArrayOf("text", profiles.stream().map(Profile::userId).toArray()));
      return delete.executeUpdate();
    }
  }
}
