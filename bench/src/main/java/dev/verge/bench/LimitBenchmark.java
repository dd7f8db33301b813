package dev.verge.bench;

import dev.verge.shield.limit.Keys;
import dev.verge.shield.limit.LimitSpec;
import dev.verge.shield.limit.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A decision of a rate limit: 50,000 keys, or all threads at one key that is at its limit. */
final class LimitBenchmark {
  private static final int KEYS = 1 << 16;
  private static final int DECISIONS = 3_000_000;
  private static final int ROUNDS = 5;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private LimitBenchmark() {}

  static void run() throws Exception {
    Keys keys = Keys.random();
    long[] many = new long[KEYS];
    Arrays.setAll(many, i -> keys.key("10.0." + i % 50_000));
    long[] one = new long[KEYS];
    Arrays.fill(one, keys.key("/api/search"));
    for (LimitSpec spec :
        List.of(
            LimitSpec.sliding("window-60", 60, WINDOW),
            LimitSpec.sliding("window-600", 600, WINDOW),
            LimitSpec.bucket("bucket-60", 60, WINDOW, 60))) {
      for (int threads : List.of(1, 2)) {
        System.out.printf(
            "%s, %d thread(s): %.0f ns for many keys, %.0f ns for one key (goal 200)%n",
            spec.name(), threads, measure(spec, many, threads), measure(spec, one, threads));
      }
    }
    System.out.printf("a key of an address and a route: %.0f ns%n", composing(keys));
  }

  /** Nanoseconds that a thread takes for a decision, the median of the rounds. */
  private static double measure(LimitSpec spec, long[] keys, int threads) throws Exception {
    double[] nanos = new double[ROUNDS];
    RateLimiter limiter = new RateLimiter(spec);
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (int round = 0; round < ROUNDS; round++) {
        List<Callable<Long>> takers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          int from = i * KEYS / threads;
          takers.add(() -> take(limiter, keys, from));
        }
        long sum = 0;
        for (Future<Long> each : executor.invokeAll(takers)) {
          sum += each.get();
        }
        nanos[round] = (double) sum / threads / DECISIONS;
      }
    }
    return Median.of(nanos);
  }

  private static long take(RateLimiter limiter, long[] keys, int from) {
    int allowed = 0;
    long start = System.nanoTime();
    for (int i = 0; i < DECISIONS; i++) {
      allowed += limiter.take(keys[(from + i) & (KEYS - 1)]).allowed() ? 1 : 0;
    }
    long nanos = System.nanoTime() - start;
    if (allowed == 0 && limiter.counts().allowed() == 0) {
      throw new IllegalStateException("nothing was admitted");
    }
    return nanos;
  }

  private static double composing(Keys keys) {
    long mixed = 0;
    long start = 0;
    for (int i = -DECISIONS; i <= DECISIONS; i++) {
      if (i == 0) {
        start = System.nanoTime();
      }
      String address = Keys.address((i & 1) == 0 ? "203.0.113.7" : "2001:db8:0:12::7");
      mixed += keys.key(List.of(address, "/api/search"));
    }
    long nanos = System.nanoTime() - start;
    if (mixed == 0) {
      throw new IllegalStateException("all keys are alike");
    }
    return (double) nanos / DECISIONS;
  }
}
