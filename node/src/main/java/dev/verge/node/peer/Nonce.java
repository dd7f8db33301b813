package dev.verge.node.peer;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What makes a request unlike any other: who counts, chosen at random when it began to count, and
 * the count.
 */
record Nonce(long counter, long count) {
  private static final int BYTES = 2 * Long.BYTES;

  /** The text for a header. */
  String text() {
    byte[] bytes = ByteBuffer.allocate(BYTES).putLong(counter).putLong(count).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Reads {@link #text}; null if it is not one. */
  static @Nullable Nonce parse(String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      return bytes.remaining() == BYTES ? new Nonce(bytes.getLong(), bytes.getLong()) : null;
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  /** Makes the nonces of requests to one location, 1 and following. Thread-safe. */
  static final class Source {
    private final long counter = new SecureRandom().nextLong();
    private final AtomicLong count = new AtomicLong();

    Nonce next() {
      return new Nonce(counter, count.incrementAndGet());
    }
  }
}
