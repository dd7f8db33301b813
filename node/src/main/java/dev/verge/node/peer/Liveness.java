package dev.verge.node.peer;

import java.util.concurrent.TimeUnit;

/**
 * Whether a location lives, judged by this one. Time is in nanoseconds and given from outside; not
 * thread-safe.
 *
 * <p>The question is not whether an answer is late, which is the deadline's affair: operations may
 * take long. It is whether the location says anything at all.
 *
 * <ol>
 *   <li>We <em>wait</em> from when a call starts, or from the last sign of life while calls are
 *       open, until a sign of life comes when none is open. A call that ends by its deadline does
 *       not end the waiting, else a silent location would never be found out by short calls.
 *   <li>A sign of life is an authentic answer, to a call or a ping, or a part of a large one.
 *   <li>After {@link #QUIET} of waiting, pings go out every {@link #PING_EVERY}. A ping is answered
 *       at once, whatever the operations do. So a location with a round trip of up to {@code
 *       SILENCE - QUIET - 2 * TICK} is heard in time, and from then on every {@code PING_EVERY}.
 *   <li>After {@link #SILENCE} of waiting the location is <em>silent</em>: all calls fail, and
 *       later ones fail at once.
 *   <li>While it is silent, or refuses connections, pings go out at growing intervals up to {@link
 *       #PROBE_EVERY}; the first sign of life ends that.
 * </ol>
 *
 * <p><b>Our own stalls.</b> If this process did not run (collector, load, a suspended machine),
 * answers may lie unread. Time in which we did not listen is not counted as silence: it moves the
 * start of the waiting. It shows as ticks that come late, on the event loop that also reads the
 * answers, or as what {@link Pulse} missed on any other loop; of the two the larger counts.
 */
final class Liveness {
  static final long TICK = TimeUnit.MILLISECONDS.toNanos(20);
  static final long QUIET = TimeUnit.MILLISECONDS.toNanos(50);
  static final long PING_EVERY = TimeUnit.MILLISECONDS.toNanos(50);
  static final long SILENCE = TimeUnit.MILLISECONDS.toNanos(400);
  static final long PROBE_EVERY = TimeUnit.MILLISECONDS.toNanos(250);

  private static final long JITTER = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long FIRST_PROBE = TimeUnit.MILLISECONDS.toNanos(25);

  /** What to do now. */
  enum Step {
    NOTHING,
    PING,
    /** The location has just become silent: fail its calls. */
    SILENT
  }

  private boolean waiting;
  private boolean silent;
  private long waitingSince;
  private long lastTick;
  private long lastMissed;
  private long lastPing;
  private long probeAfter;

  /** Whether ticks are needed. */
  boolean active() {
    return waiting || silent;
  }

  /** Ticks begin again; the time without them was no stall. */
  void resume(long now, long missed) {
    lastTick = now;
    lastMissed = missed;
  }

  /** A call goes out. */
  void started(long now) {
    if (!waiting && !silent) {
      waiting = true;
      waitingSince = now;
      lastPing = now;
    }
  }

  /**
   * The location gave a sign of life.
   *
   * @param open whether calls are open
   * @return whether it was silent until now
   */
  boolean heard(long now, boolean open) {
    boolean was = silent;
    silent = false;
    waiting = open;
    waitingSince = now;
    return was;
  }

  /**
   * The location refuses connections.
   *
   * @return whether it was not known to be silent until now
   */
  boolean refused(long now) {
    boolean was = silent;
    if (!was) {
      silence(now);
    }
    return !was;
  }

  /**
   * To be called each {@link #TICK} while {@link #active}.
   *
   * @param missed what {@link Pulse} missed so far
   */
  Step tick(long now, long missed) {
    long late = now - lastTick - TICK;
    long stall = Math.max(late > JITTER ? late : 0, missed - lastMissed);
    lastTick = now;
    lastMissed = missed;
    // What began during the stall was not waited for longer than until now.
    waitingSince = Math.min(now, waitingSince + stall);
    if (silent) {
      return probe(now);
    }
    long quiet = now - waitingSince;
    if (!waiting || quiet < QUIET) {
      return Step.NOTHING;
    }
    if (quiet >= SILENCE) {
      silence(now);
      return Step.SILENT;
    }
    return now - lastPing >= PING_EVERY ? ping(now) : Step.NOTHING;
  }

  private Step probe(long now) {
    if (now - lastPing < probeAfter) {
      return Step.NOTHING;
    }
    probeAfter = Math.min(PROBE_EVERY, 2 * probeAfter);
    return ping(now);
  }

  private Step ping(long now) {
    lastPing = now;
    return Step.PING;
  }

  private void silence(long now) {
    silent = true;
    waiting = false;
    lastPing = now;
    probeAfter = FIRST_PROBE;
  }
}
