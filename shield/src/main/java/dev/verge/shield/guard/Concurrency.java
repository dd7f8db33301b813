package dev.verge.shield.guard;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How many requests a location works on at once: as many as it gets to without a standing queue.
 *
 * <p>What tells overload is how long requests wait for threads that use this machine's processors,
 * each time that one is handed over. It is near nothing while there is a processor to spare,
 * whatever else the request waits for, so a slow origin is not mistaken for overload. As in CoDel
 * (RFC 8289), what counts is the least wait in a queue within an interval: a burst drains within
 * it, a queue that stands does not. Where one stands over the target, the limit becomes three
 * quarters of what is in flight; else it grows by a tenth, up to the most that the operator allows,
 * also while nothing is taken up: requests that stay for long, such as streams, must not keep it
 * low. What is over the limit is shed at once, which costs next to nothing, instead of waiting
 * until nobody waits for it any more.
 *
 * <p>Thread-safe.
 */
public final class Concurrency {
  /** What requests wait in, each looked at by itself: one may stand while others flow. */
  public enum Queue {
    /** For a virtual thread to begin. */
    REQUEST,
    /** For the firewall's threads. */
    FIREWALL,
    /** For the event loop that answers. */
    ANSWER
  }

  private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);

  /** What even a machine that has just started, or is busy with other work, gets to in time. */
  private static final int LEAST = 64;

  /** One request that waited long is no queue. */
  private static final int FEWEST = 2;

  private final int most;
  private final int least;
  private final long target;
  private final Map<Queue, Waits> waits = new EnumMap<>(Queue.class);
  private volatile int limit;
  private int inFlight;
  private long intervalEnd = Long.MIN_VALUE;

  /** Those in one queue that ended within the interval. */
  private static final class Waits {
    private int count;
    private long least = Long.MAX_VALUE;
  }

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

  /**
   * Takes a place, unless there is none.
   *
   * @param now of {@link System#nanoTime}
   */
  public synchronized boolean enter(long now) {
    decide(now);
    if (inFlight >= limit) {
      return false;
    }
    inFlight++;
    return true;
  }

  /**
   * A thread takes up a request that was handed to it.
   *
   * @param now of {@link System#nanoTime}
   * @param nanos it waited
   */
  public synchronized void waited(Queue queue, long now, long nanos) {
    decide(now);
    Waits here = waits.computeIfAbsent(queue, q -> new Waits());
    here.count++;
    here.least = Math.min(here.least, nanos);
  }

  /** At the end of an interval. */
  private void decide(long now) {
    if (intervalEnd != Long.MIN_VALUE && now - intervalEnd < 0) {
      return;
    }
    if (!queueStands()) {
      limit = Math.min(most, limit + Math.max(1, limit / 10));
    } else if (inFlight > least) {
      limit = Math.max(least, inFlight * 3 / 4);
    }
    waits.clear();
    intervalEnd = now + INTERVAL;
  }

  private boolean queueStands() {
    for (Waits queue : waits.values()) {
      if (queue.count >= FEWEST && queue.least > target) {
        return true;
      }
    }
    return false;
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
