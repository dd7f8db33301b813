package dev.verge.data.kv;

import dev.verge.Kv;
import dev.verge.Problem;
import dev.verge.Row;
import dev.verge.Sql;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One partition of a KV dataset, as a table of a SQL dataset.
 *
 * <p>A put is one batch: count, then write the entry with the count as its revision. Where a
 * revision is expected, both statements carry the same condition; nothing happens between them, so
 * both apply or neither does, and a refused write leaves nothing to log. The counter outlives
 * deleted entries, which is why no revision is given twice.
 *
 * <p>Keys are TEXT with SQLite's BINARY collation, which compares the bytes of UTF-8.
 */
final class Table {
  static final String SCHEMA =
      """
      CREATE TABLE entry (
        key TEXT NOT NULL PRIMARY KEY,
        value BLOB NOT NULL,
        metadata TEXT,
        expires_at INTEGER,
        revision INTEGER NOT NULL
      ) WITHOUT ROWID;
      CREATE INDEX entry_expiry ON entry (expires_at) WHERE expires_at IS NOT NULL;
      CREATE TABLE counter (id INTEGER PRIMARY KEY CHECK (id = 1), n INTEGER NOT NULL);
      INSERT INTO counter VALUES (1, 0);
      """;

  /** Values of one page, in bytes; a page ends early past it, so that memory is bounded. */
  static final long PAGE_BYTES = 4L << 20;

  private static final String COLUMNS = "key, value, metadata, expires_at, revision";
  private static final String GET = "SELECT " + COLUMNS + " FROM entry WHERE key = ?";
  private static final String LIVE = "(expires_at IS NULL OR expires_at > ?)";
  private static final String REVISION = "SELECT revision FROM entry WHERE key = ? AND " + LIVE;
  private static final String EXPECTED = " AND coalesce((" + REVISION + "), 0) = ?";

  private static final String COUNT = "UPDATE counter SET n = n + 1 WHERE id = 1";
  private static final String RETURNING = " RETURNING n";
  private static final String WRITE =
      "INSERT INTO entry (" + COLUMNS + ") SELECT ?, ?, ?, ?, n FROM counter WHERE id = 1";
  private static final String OVER =
      " ON CONFLICT (key) DO UPDATE SET value = excluded.value, metadata = excluded.metadata,"
          + " expires_at = excluded.expires_at, revision = excluded.revision";

  private static final String PUT_COUNT = COUNT + RETURNING;
  private static final String PUT_WRITE = WRITE + OVER;
  private static final String CAS_COUNT = COUNT + EXPECTED + RETURNING;
  private static final String CAS_WRITE = WRITE + EXPECTED + OVER;
  private static final String DELETE =
      "DELETE FROM entry WHERE key = ? RETURNING " + LIVE + " AS live";

  private static final String FROM_PREFIX = list("key >= ?");
  private static final String FROM_CURSOR = list("key > ?");

  private final Sql sql;
  private final InstantSource clock;

  Table(Sql sql, InstantSource clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /** Sizes first: values are read only of the rows that make the page. */
  private static String list(String start) {
    return """
    SELECT e.key, e.value, e.metadata, e.expires_at, e.revision, page.found
    FROM (
      SELECT key, count(*) OVER () AS found,
        sum(size) OVER (ORDER BY key ROWS UNBOUNDED PRECEDING) - size AS before
      FROM (
        SELECT key, length(value) AS size FROM entry
        WHERE %s AND key < ? AND %s ORDER BY key LIMIT ?
      )
    ) AS page JOIN entry AS e ON e.key = page.key
    WHERE page.before < %d ORDER BY e.key
    """
        .formatted(start, LIVE, PAGE_BYTES);
  }

  Optional<Kv.Entry> get(String key) {
    Optional<Row> row = sql.first(GET, key);
    if (row.isEmpty()) {
      return Optional.empty();
    }
    Kv.Entry entry = entry(row.get());
    Instant expiry = entry.expiresAt();
    return expiry == null || expiry.toEpochMilli() > clock.millis()
        ? Optional.of(entry)
        : Optional.empty();
  }

  /**
   * Writes an entry and returns its revision.
   *
   * @param expiresAt epoch ms; null: never
   * @throws Problem 409 if another revision than the expected one is there
   */
  long put(
      String key,
      byte[] value,
      @Nullable String metadata,
      @Nullable Long expiresAt,
      @Nullable Long expected) {
    if (expected == null) {
      List<Sql.Result> results =
          sql.batch(
              List.of(
                  Sql.Statement.of(PUT_COUNT),
                  Sql.Statement.of(PUT_WRITE, key, value, metadata, expiresAt)));
      return results.getFirst().rows().getFirst().integer("n");
    }
    long now = clock.millis();
    List<Sql.Result> results =
        sql.batch(
            List.of(
                Sql.Statement.of(CAS_COUNT, key, now, expected),
                Sql.Statement.of(CAS_WRITE, key, value, metadata, expiresAt, key, now, expected),
                Sql.Statement.of(REVISION, key, now)));
    List<Row> counted = results.getFirst().rows();
    if (counted.isEmpty()) {
      List<Row> there = results.getLast().rows();
      throw conflict(expected, there.isEmpty() ? 0 : there.getFirst().integer("revision"));
    }
    return counted.getFirst().integer("n");
  }

  private static Problem conflict(long expected, long actual) {
    String detail = "expected revision " + expected + ", actual revision " + actual;
    return Problem.of(409, "Revision conflict", detail + " (0: absent)")
        .with("expected", expected)
        .with("actual", actual);
  }

  boolean delete(String key) {
    List<Row> deleted = sql.execute(DELETE, key, clock.millis()).rows();
    return !deleted.isEmpty() && deleted.getFirst().integer("live") == 1;
  }

  /**
   * Live entries in order.
   *
   * @param more whether others follow the last one
   */
  record Slice(List<Kv.Entry> entries, boolean more) {}

  /** At most {@code limit} entries that start with a prefix, after a key where one is given. */
  Slice list(String prefix, @Nullable String after, int limit) {
    String above = Keys.above(prefix);
    // To SQLite every text is below every blob: an empty one stands for "no end".
    Object end = above == null ? new byte[0] : above;
    String start = after == null ? FROM_PREFIX : FROM_CURSOR;
    List<Row> rows =
        sql.query(start, after == null ? prefix : after, end, clock.millis(), limit + 1);
    List<Kv.Entry> entries = new ArrayList<>(rows.size());
    for (Row row : rows.subList(0, Math.min(limit, rows.size()))) {
      entries.add(entry(row));
    }
    return new Slice(entries, !rows.isEmpty() && rows.getFirst().integer("found") > entries.size());
  }

  private static Kv.Entry entry(Row row) {
    Long expiresAt = (Long) row.value(3);
    return new Kv.Entry(
        row.text("key"),
        row.bytes("value"),
        (String) row.value(2),
        row.integer("revision"),
        expiresAt == null ? null : Instant.ofEpochMilli(expiresAt));
  }
}
