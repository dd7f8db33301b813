package dev.verge;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A KV dataset. Keys are at most 512 bytes of UTF-8 and not empty, values 512 KiB, metadata 1 KiB;
 * a larger one is an {@link IllegalArgumentException}. All methods throw {@link Problem} 503 when
 * the place that is needed is out of reach.
 */
public interface Kv {
  /** The entry, unless it is absent or has expired. */
  Optional<Entry> get(String key);

  /** Writes the whole entry and returns its revision. */
  default long put(String key, byte[] value) {
    return put(key, value, Write.DEFAULT);
  }

  /** Writes text as UTF-8. */
  default long put(String key, String value) {
    return put(key, value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes the whole entry and returns its revision.
   *
   * @throws Problem 409 if the write expects another revision than the entry has
   */
  long put(String key, byte[] value, Write write);

  /** Deletes the entry; says whether there was one. */
  boolean delete(String key);

  /**
   * Entries in the order of their keys (UTF-8 bytes).
   *
   * @param prefix what the keys start with, may be empty
   * @param cursor from the page before, or null
   * @param limit 1 to 1,000
   */
  Page list(String prefix, @Nullable String cursor, int limit);

  /** Mints a key that nobody can guess and that tells its home: this location. */
  String newKey();

  /**
   * An entry.
   *
   * @param metadata at most 1 KiB of text, or null
   * @param revision grows with every write to the dataset's partition
   * @param expiresAt null: never
   */
  record Entry(
      String key,
      byte[] value,
      @Nullable String metadata,
      long revision,
      @Nullable Instant expiresAt) {
    /** The value as UTF-8 text. */
    public String text() {
      return new String(value, StandardCharsets.UTF_8);
    }
  }

  /**
   * One page of a list.
   *
   * @param cursor for the next page, null on the last
   */
  record Page(List<Entry> entries, @Nullable String cursor) {}

  /**
   * How to write an entry.
   *
   * @param ttl null: the dataset's; {@link Duration#ZERO}: never expires
   * @param revision null: whatever is there; 0: nothing may be there; else the revision that must
   *     be
   */
  record Write(@Nullable Duration ttl, @Nullable String metadata, @Nullable Long revision) {
    /** The dataset's TTL, no metadata, whatever is there. */
    public static final Write DEFAULT = new Write(null, null, null);

    /** A copy with a TTL. */
    public Write ttl(Duration duration) {
      return new Write(duration, metadata, revision);
    }

    /** A copy with metadata. */
    public Write metadata(String text) {
      return new Write(ttl, text, revision);
    }

    /** A copy that expects the entry to have this revision; 0: to be absent. */
    public Write ifRevision(long expected) {
      return new Write(ttl, metadata, expected);
    }
  }
}
