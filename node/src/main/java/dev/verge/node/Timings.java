package dev.verge.node;

import java.util.concurrent.TimeUnit;

/**
 * What one request spent its time on, as {@code Server-Timing} tells it (W3C Server Timing). Times
 * of the same metric add up. Used by one thread at a time.
 */
final class Timings {
  private static final int MOST_METRICS = 24;

  private final long start;
  private String[] names = new String[8];
  private long[] nanos = new long[8];
  private int count;

  Timings(long startNanos) {
    this.start = startNanos;
  }

  void add(String metric, long spent) {
    for (int i = 0; i < count; i++) {
      if (names[i].equals(metric)) {
        nanos[i] += spent;
        return;
      }
    }
    if (count == MOST_METRICS) {
      return;
    }
    if (count == names.length) {
      names = java.util.Arrays.copyOf(names, MOST_METRICS);
      nanos = java.util.Arrays.copyOf(nanos, MOST_METRICS);
    }
    names[count] = metric;
    nanos[count++] = spent;
  }

  long elapsed() {
    return System.nanoTime() - start;
  }

  /** {@code X-Edge-Time}: whole milliseconds. */
  String edgeTime() {
    return TimeUnit.NANOSECONDS.toMillis(elapsed()) + "ms";
  }

  /** {@code Server-Timing}: every metric in milliseconds, with microseconds as fraction. */
  String serverTiming() {
    StringBuilder s = new StringBuilder(160);
    for (int i = 0; i < count; i++) {
      append(s, names[i], nanos[i]);
      s.append(", ");
    }
    append(s, "total", elapsed());
    return s.toString();
  }

  private static void append(StringBuilder s, String name, long spent) {
    long micros = TimeUnit.NANOSECONDS.toMicros(spent);
    s.append(name).append(";dur=").append(micros / 1_000).append('.');
    int fraction = (int) (micros % 1_000);
    s.append((char) ('0' + fraction / 100))
        .append((char) ('0' + fraction / 10 % 10))
        .append((char) ('0' + fraction % 10));
  }
}
