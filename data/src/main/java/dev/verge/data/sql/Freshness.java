package dev.verge.data.sql;

import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * An upper bound of a replica's lag, without trust in clocks.
 *
 * <p>The replica asks the primary for its last sequence; the primary answers only after it has
 * confirmed at the log that its term goes on. So everything acknowledged before the question was
 * sent is at or below the answer, and once that sequence is applied here, the view is at least as
 * new as the sending of the question, by the monotonic clock of this location alone. Lag = now −
 * the newest such sending. Without answers it grows; after a restart it is not known.
 *
 * <p>Thread-safe.
 */
final class Freshness {
  private static final int MAX_PENDING = 64;

  private record Probe(long sentAt, long incarnation, long sequence) {}

  private final LongSupplier ticker;
  private final ArrayDeque<Probe> pending = new ArrayDeque<>();
  private volatile boolean known;
  private volatile long freshAt;

  Freshness(LongSupplier ticker) {
    this.ticker = ticker;
  }

  /** Notes an answer of the primary. */
  synchronized void answered(long sentAt, long incarnation, long sequence, Applied applied) {
    if (pending.size() == MAX_PENDING) {
      pending.removeLast();
    }
    pending.add(new Probe(sentAt, incarnation, sequence));
    settle(applied);
  }

  /** Notes that the view has come further. */
  void applied(Applied applied) {
    if (hasPending()) {
      settle(applied);
    }
  }

  /** Forgets everything, because the view is another one. */
  synchronized void forget() {
    pending.clear();
    known = false;
  }

  /** Nanoseconds; empty if not known. */
  OptionalLong lag() {
    return known
        ? OptionalLong.of(Math.max(0, ticker.getAsLong() - freshAt))
        : OptionalLong.empty();
  }

  /** Whether the lag is known and at most this. */
  boolean within(long nanos) {
    return known && ticker.getAsLong() - freshAt <= nanos;
  }

  /** For how long, in nanoseconds, the view has been known to lack something; 0: not known to. */
  synchronized long behindFor() {
    Probe oldest = pending.peekFirst();
    return oldest == null ? 0 : ticker.getAsLong() - oldest.sentAt;
  }

  private synchronized boolean hasPending() {
    return !pending.isEmpty();
  }

  private synchronized void settle(Applied applied) {
    pending.removeIf(probe -> settled(probe, applied));
  }

  private boolean settled(Probe probe, Applied applied) {
    var position = applied.position();
    if (position.incarnation() != probe.incarnation || position.sequence() < probe.sequence) {
      return false;
    }
    if (!known || probe.sentAt - freshAt > 0) {
      freshAt = probe.sentAt;
      known = true;
    }
    return true;
  }
}
