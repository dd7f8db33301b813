package dev.verge.shop;

import dev.verge.Row;
import dev.verge.Sql;
import java.time.Instant;

/** What a user tells about themselves; a row of "profiles", and the JSON that they get. */
public record Profile(String userId, String email, String name, String region) {
  static final String COLUMNS = "id, email, name, region";

  static Profile of(Row row) {
    return new Profile(row.text("id"), row.text("email"), row.text("name"), row.text("region"));
  }

  /** Writes it, unless there is a profile already. */
  Sql.Statement insert() {
    return Sql.Statement.of(
        "INSERT INTO users (id, email, name, region, created_at) VALUES (?, ?, ?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        userId,
        email,
        name,
        region,
        Instant.now().toString());
  }
}
