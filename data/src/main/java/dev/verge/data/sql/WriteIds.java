package dev.verge.data.sql;

import org.jspecify.annotations.Nullable;

/**
 * The ids of forwarded writes with their first results, kept in the transaction that they name: a
 * retry of what was committed is answered and not done again. Kept for ten minutes, and the newest
 * 100,000 at the most.
 */
final class WriteIds {
  private static final long KEPT_MILLIS = 600_000;
  private static final int KEPT = 100_000;
  private static final String OLD =
      "FROM _verge_write WHERE at < ? OR rowid <= (SELECT max(rowid) FROM _verge_write) - " + KEPT;

  private WriteIds() {}

  static byte @Nullable [] result(Sqlite db, byte[] id) {
    return (byte[]) db.one("SELECT result FROM _verge_write WHERE id = ?", (Object) id);
  }

  static void keep(Sqlite db, byte[] id, byte[] result) {
    db.run(
        "INSERT INTO _verge_write(id, result, at) VALUES (?, ?, ?)",
        id,
        result,
        System.currentTimeMillis());
  }

  /** The job that removes old ones, or null if there are none. */
  static @Nullable BatchJob prune(Sqlite db) {
    long before = System.currentTimeMillis() - KEPT_MILLIS;
    if (db.one("SELECT 1 FROM _verge_write WHERE at < ? LIMIT 1", before) == null
        && db.one("SELECT 1 FROM _verge_write LIMIT 1 OFFSET " + KEPT) == null) {
      return null;
    }
    Parsed delete = new Parsed(Parsed.Kind.WRITE, "DELETE " + OLD, "");
    return new BatchJob(java.util.List.of(new Command(delete, java.util.List.of(before))), null);
  }
}
