package dev.verge.shield.guard;

import java.util.concurrent.TimeUnit;

/**
 * How many requests a location works on at once: as many as it gets to without a standing queue.
 *
 * <p>What tells overload is how long a request waited for threads that use this machine's
 * processors, each time that it was handed to one. It is near nothing while there is a processor to
 * spare, whatever else the request waits for, so a slow origin is not mistaken for overload. As in
 * CoDel (RFC 8289), what counts is the least wait of the requests that end within an interval: a
 * burst drains within it, a queue that stands does not. When the least wait is over the target, the
 * limit becomes three quarters of what is in flight; when it is not, the limit grows by a tenth, up
 * to the most that the operator allows. What is over the limit is shed at once, which costs next to
 * nothing, instead of waiting until nobody waits for it any more.
 *
 * <p>Thread-safe.
 */
public final class Concurrency {
  private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);

  /** What even a machine that has just started, or is busy with other work, gets to in time. */
  private static final int LEAST = 64;

  private final int most;
  private final int least;
  private final long target;
  private volatile int limit;
  private int inFlight;
  private long intervalEnd = Long.MIN_VALUE;
  private long leastWait = Long.MAX_VALUE;

  /**
   * @param most requests at once
   * @param targetNanos the queue that may stand, in time
   */
  public Concurrency(int most, long targetNanos) {
    this.most = most;
    this.least = Math.min(most, LEAST);
    this.target = targetNanos;
    this.limit = most;
  }

  /** Takes a place, unless there is none. */
  public synchronized boolean enter() {
    if (inFlight >= limit) {
      return false;
    }
    inFlight++;
    return true;
  }

  /**
   * A request ends that has waited for processors.
   *
   * @param now of {@link System#nanoTime}
   * @param nanos it waited, in all
   */
  public synchronized void waited(long now, long nanos) {
    leastWait = Math.min(leastWait, nanos);
    if (intervalEnd == Long.MIN_VALUE) {
      intervalEnd = now + INTERVAL;
    } else if (now - intervalEnd >= 0) {
      limit =
          leastWait > target
              ? Math.max(least, inFlight * 3 / 4)
              : Math.min(most, limit + Math.max(1, limit / 10));
      leastWait = Long.MAX_VALUE;
      intervalEnd = now + INTERVAL;
    }
  }

  /** Gives a place back. */
  public synchronized void leave() {
    inFlight--;
  }

  /** Requests at once, now. */
  public int limit() {
    return limit;
  }
}
