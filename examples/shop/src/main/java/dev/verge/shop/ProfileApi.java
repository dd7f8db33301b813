package dev.verge.shop;

import dev.verge.Context;
import dev.verge.Problem;
import dev.verge.Response;
import dev.verge.Row;
import java.util.List;

/** {@code /api/profile}: read where the user is, and never older than what they last wrote. */
final class ProfileApi {
  private ProfileApi() {}

  /** What a user may change. */
  record Change(String name, String region) {
    Change {
      name = Input.text("name", name, 100);
      region = Input.text("region", region, 64);
    }
  }

  static Response read(Context c) {
    return Response.json(find(c));
  }

  static Response replace(Context c) {
    String user = c.user();
    return Response.json(change(c, user, c.json(Change.class)));
  }

  static Profile find(Context c) {
    return c.sql("profiles")
        .first("SELECT " + Profile.COLUMNS + " FROM users WHERE id = ?", c.user())
        .map(Profile::of)
        .orElseThrow(ProfileApi::unknown);
  }

  static Profile change(Context c, String user, Change change) {
    List<Row> changed =
        c.sql("profiles")
            .execute(
                "UPDATE users SET name = ?, region = ? WHERE id = ? RETURNING " + Profile.COLUMNS,
                change.name(),
                change.region(),
                user)
            .rows();
    return changed.stream().findFirst().map(Profile::of).orElseThrow(ProfileApi::unknown);
  }

  private static Problem unknown() {
    return Problem.of(404, "No profile", "this user has not signed up here");
  }
}
