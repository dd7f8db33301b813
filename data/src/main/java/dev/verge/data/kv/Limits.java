package dev.verge.data.kv;

import dev.verge.Kv;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a KV dataset takes. Errors say how long a text is, never what it says. */
final class Limits {
  static final int KEY_BYTES = 512;
  static final int VALUE_BYTES = 512 * 1024;
  static final int METADATA_BYTES = 1024;
  static final int LIST = 1_000;
  static final Duration TTL = Duration.ofDays(36_500);

  private Limits() {}

  static void key(String key) {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("a key must not be empty");
    }
    text("a key", key, KEY_BYTES);
  }

  static void prefix(String prefix) {
    text("a prefix", prefix, KEY_BYTES);
  }

  static void write(String key, byte[] value, Kv.Write write) {
    key(key);
    if (value.length > VALUE_BYTES) {
      throw tooLong("a value", VALUE_BYTES, value.length);
    }
    if (write.metadata() != null) {
      text("metadata", write.metadata(), METADATA_BYTES);
    }
    ttl(write.ttl());
    if (write.revision() != null && write.revision() < 0) {
      throw new IllegalArgumentException(
          "an expected revision is 0 (absent) or positive, not " + write.revision());
    }
  }

  static void list(String prefix, int limit) {
    prefix(prefix);
    if (limit < 1 || limit > LIST) {
      throw new IllegalArgumentException("a list's limit is 1 to " + LIST + ", not " + limit);
    }
  }

  /** Refuses a TTL that is negative or so long that it means never. */
  static void ttl(@Nullable Duration ttl) {
    if (ttl != null && (ttl.isNegative() || ttl.compareTo(TTL) > 0)) {
      throw new IllegalArgumentException(
          "a TTL is 0 (never expires) to " + TTL.toDays() + " days, not " + ttl);
    }
  }

  private static void text(String what, String text, int limit) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes++;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (!Character.isSurrogate(c)) {
        bytes += 3;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else {
        throw new IllegalArgumentException(
            what + " must be valid Unicode: unpaired surrogate at index " + i);
      }
    }
    if (bytes > limit) {
      throw tooLong(what, limit, bytes);
    }
  }

  private static IllegalArgumentException tooLong(String what, int limit, int bytes) {
    return new IllegalArgumentException(
        what + " has at most " + limit + " bytes, this one has " + bytes);
  }
}
