package dev.verge.node.peer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets each request pass once, in bounded memory. Thread-safe.
 *
 * <p>Nonces are counts ({@link Nonce}), so it is enough to keep, for each counter, the highest
 * count seen and which of the {@link #WINDOW} counts below it were seen, as IPsec does (RFC 6479);
 * what is older is refused. That is room enough: a node has far fewer requests under way. A counter
 * that was not heard of for {@code kept} is forgotten; its requests are by then refused for their
 * time. What was seen is not written down: within the time that requests are valid, a node that
 * starts again would accept one that its former life had seen.
 */
final class ReplayGuard {
  static final int WINDOW = 1 << 16;
  static final int COUNTERS = 1_024;

  private static final int BLOCKS = WINDOW / Long.SIZE;

  private final long keptMillis;
  private final Map<Long, Seen> counters = new HashMap<>();
  private final Object lock = new Object();

  /**
   * @param kept more than the time from a request's earliest to its latest acceptable moment
   */
  ReplayGuard(Duration kept) {
    this.keptMillis = kept.toMillis();
  }

  /** Whether this nonce is new; it is not any more. */
  boolean pass(Nonce nonce, long nowMillis) {
    synchronized (lock) {
      Seen seen = counters.get(nonce.counter());
      if (seen == null) {
        counters.values().removeIf(old -> nowMillis - old.lastMillis > keptMillis);
        if (counters.size() >= COUNTERS) {
          return false;
        }
        seen = new Seen();
        counters.put(nonce.counter(), seen);
      }
      seen.lastMillis = nowMillis;
      return seen.add(nonce.count());
    }
  }

  /** The counts of one counter: a ring of bits. */
  private static final class Seen {
    private final long[] ring = new long[BLOCKS];
    private long highest;
    private long lastMillis;

    boolean add(long count) {
      if (count <= 0 || count <= highest - (WINDOW - Long.SIZE)) {
        return false;
      }
      long block = count / Long.SIZE;
      if (count > highest) {
        long from = Math.max(highest / Long.SIZE + 1, block - BLOCKS + 1);
        for (long b = from; b <= block; b++) {
          ring[(int) (b % BLOCKS)] = 0;
        }
        highest = count;
      }
      long bit = 1L << (count % Long.SIZE);
      int index = (int) (block % BLOCKS);
      boolean isNew = (ring[index] & bit) == 0;
      ring[index] |= bit;
      return isNew;
    }
  }
}
