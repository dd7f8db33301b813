package dev.verge.shield.limit;

import dev.verge.Limit.Algorithm;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What a limit is. Immutable.
 *
 * @param name names it in headers, between locations and in counts: 1 to 64 of {@code a-z 0-9 . _
 *     -}
 * @param permits how many requests of one key are admitted in {@code window}, 1 to 1,000,000 and at
 *     most one for each microsecond of the window
 * @param window 1 ms to 1 day; at least 1 s for a global limit, since locations hear of each other
 *     a few times a second
 * @param algorithm how permits come back
 * @param global whether all locations share the permits, by {@link GlobalLimits}
 * @param memoryBytes the most that the state of all keys takes at one location, 256 KiB to 1 GiB;
 *     it is taken as it is needed
 */
public record LimitSpec(
    String name,
    int permits,
    Duration window,
    Algorithm algorithm,
    boolean global,
    long memoryBytes) {
  /** Room for 60,000 live keys of a window of 60 permits, or 690,000 of a token bucket. */
  public static final long DEFAULT_MEMORY_BYTES = 16L << 20;

  static final int MAX_PERMITS = 1_000_000;
  private static final Duration MIN_WINDOW = Duration.ofMillis(1);
  private static final Duration MIN_GLOBAL_WINDOW = Duration.ofSeconds(1);
  static final Duration MAX_WINDOW = Duration.ofDays(1);
  private static final long MIN_MEMORY_BYTES = 256L << 10;
  private static final long MAX_MEMORY_BYTES = 1L << 30;
  private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,64}");

  public LimitSpec {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a limit's name has 1 to 64 of a-z 0-9 . _ -, not \"" + name + "\"");
    }
    check(name, permits >= 1 && permits <= MAX_PERMITS, "permits are 1 to 1000000, not " + permits);
    checkWindow(name, window, global);
    check(
        name,
        permits <= window.toNanos() / 1_000,
        permits + " permits in " + window + " are more than one for each microsecond");
    check(
        name,
        memoryBytes >= MIN_MEMORY_BYTES && memoryBytes <= MAX_MEMORY_BYTES,
        "memory is 262144 to 1073741824 bytes, not " + memoryBytes);
    if (algorithm instanceof Algorithm.TokenBucket(int burst)) {
      check(name, burst >= 1 && burst <= MAX_PERMITS, "a burst is 1 to 1000000, not " + burst);
      check(
          name,
          refillNanos(permits, window, burst) <= MAX_WINDOW.toNanos(),
          "a burst of " + burst + " at " + permits + " in " + window + " takes more than a day");
    }
  }

  /** A sliding window, counted at each location for itself. */
  public static LimitSpec sliding(String name, int permits, Duration window) {
    return new LimitSpec(
        name, permits, window, new Algorithm.SlidingWindow(), false, DEFAULT_MEMORY_BYTES);
  }

  /** A token bucket, counted at each location for itself. */
  public static LimitSpec bucket(String name, int permits, Duration window, int burst) {
    return new LimitSpec(
        name, permits, window, new Algorithm.TokenBucket(burst), false, DEFAULT_MEMORY_BYTES);
  }

  /** The same limit, whose permits all locations share. */
  public LimitSpec everywhere() {
    return new LimitSpec(name, permits, window, algorithm, true, memoryBytes);
  }

  /** The same limit with another bound of its memory. */
  public LimitSpec withMemoryBytes(long bytes) {
    return new LimitSpec(name, permits, window, algorithm, global, bytes);
  }

  /** How many requests of a key that was idle are admitted at once. */
  public int capacity() {
    return algorithm instanceof Algorithm.TokenBucket(int burst) ? burst : permits;
  }

  /** After how long an idle key has all its permits back, nanoseconds, without rounding. */
  long spanNanos() {
    return algorithm instanceof Algorithm.TokenBucket(int burst)
        ? refillNanos(permits, window, burst)
        : window.toNanos();
  }

  /** After how long an admission matters no more, however it is counted, nanoseconds. */
  long horizonNanos() {
    return spanNanos() + window.toNanos();
  }

  private static long refillNanos(int permits, Duration window, int burst) {
    return Math.ceilDiv(window.toNanos(), permits) * burst;
  }

  private static void checkWindow(String name, Duration window, boolean global) {
    check(
        name,
        window.compareTo(MIN_WINDOW) >= 0 && window.compareTo(MAX_WINDOW) <= 0,
        "a window is 1 ms to 1 day, not " + window);
    check(
        name,
        !global || window.compareTo(MIN_GLOBAL_WINDOW) >= 0,
        "a global limit's window is at least 1 s, not " + window);
  }

  private static void check(String name, boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("limit " + name + ": " + what);
    }
  }
}
