package dev.verge.log;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends one record until it is known what stands at its sequence: this record, or another. The
 * reasoning is in {@link Writer}. For one commit.
 */
final class Pursuit {
  private static final long FIRST_PAUSE_NANOS = 1_000_000;
  private static final long LONGEST_PAUSE_NANOS = 100_000_000;

  private final Log log;
  private final Partition partition;
  private final Duration patience;
  private boolean interrupted;

  Pursuit(Log log, Partition partition, Duration patience) {
    this.log = log;
    this.partition = partition;
    this.patience = patience;
  }

  /**
   * Returns null once {@code record} is committed, or the record that stands in its place.
   *
   * <p>An interrupt is left pending.
   *
   * @throws Ambiguous neither could be learned within the patience
   * @throws LogException the log refused the first attempt without appending
   */
  @Nullable Envelope commit(Envelope record) throws Ambiguous {
    try {
      return pursue(record);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private @Nullable Envelope pursue(Envelope record) throws Ambiguous {
    long start = System.nanoTime();
    Exception reason = attempt(record, true);
    long pause = FIRST_PAUSE_NANOS;
    while (reason != null) {
      try {
        Envelope standing = standingAt(record.sequence());
        if (standing != null) {
          return Arrays.equals(standing.encoded(), record.encoded()) ? null : standing;
        }
      } catch (LogException e) {
        reason = e;
      }
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new Ambiguous(
            "partition %s, sequence %d: not known whether it was appended, after trying for %s: %s"
                .formatted(partition, record.sequence(), patience, reason.getMessage()),
            reason);
      }
      reason = attempt(record, false);
      if (reason != null) {
        interrupted |= Thread.interrupted(); // a pending one would make the pause none
        LockSupport.parkNanos(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
      }
    }
    return null;
  }

  /** One append: null if it was acknowledged, else why it is not known to be in the log. */
  private @Nullable Exception attempt(Envelope record, boolean first) {
    try {
      long sequence = log.append(partition, record.sequence() - 1, record.encoded());
      return sequence == record.sequence()
          ? null
          : new Ambiguous("it was acknowledged as sequence " + sequence);
    } catch (Conflict | Ambiguous e) {
      return e;
    } catch (LogException e) {
      if (first) {
        throw e;
      }
      return e;
    }
  }

  private @Nullable Envelope standingAt(long sequence) {
    try (Log.Cursor cursor = log.read(partition, sequence)) {
      Log.Entry entry = cursor.next();
      return entry == null ? null : Verifier.joining(partition).next(entry);
    }
  }
}
