package dev.verge.shield.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every algorithm holds to. */
abstract class LimiterContract {
  static final Duration WINDOW = Duration.ofSeconds(10);

  final TestClock clock = new TestClock();
  final LimitSpec spec = spec();
  final RateLimiter limiter = new RateLimiter(spec, clock);
  final int capacity = spec.capacity();

  /** A limit with a window of {@link #WINDOW}. */
  abstract LimitSpec spec();

  @Test
  void admitsTheCapacityAtOnceAndNoMore() {
    for (int i = 1; i <= capacity; i++) {
      Decision decision = limiter.take(7);
      assertThat(decision.allowed()).isTrue();
      assertThat(decision.remaining()).isEqualTo(capacity - i);
    }
    assertThat(limiter.take(7).allowed()).isFalse();
    assertThat(limiter.counts()).isEqualTo(new LimitCounts(capacity, 1, 0, 0));
  }

  @Test
  void countsEachKeyForItself() {
    spendAll(7);
    assertThat(limiter.take(8).allowed()).isTrue();
    assertThat(limiter.take(7).allowed()).isFalse();
  }

  @Test
  void refusalsCostNothing() {
    spendAll(7);
    Decision first = limiter.take(7);
    for (int i = 0; i < 1_000; i++) {
      limiter.take(7);
    }
    assertThat(limiter.take(7)).isEqualTo(first);
  }

  @Test
  void admitsAgainExactlyWhenItSaid() {
    spendAll(7);
    clock.advance(Duration.ofMillis(12));
    Decision refused = limiter.take(7);
    assertThat(refused.allowed()).isFalse();
    assertThat(refused.moreNanos()).isPositive();

    clock.advance(refused.moreNanos() - 1);
    assertThat(limiter.take(7).allowed()).isFalse();
    clock.advance(1);
    assertThat(limiter.take(7).allowed()).isTrue();
  }

  @Test
  void saysWhenThereWillBeMore() {
    limiter.take(7);
    limiter.take(8);
    clock.advance(Duration.ofMillis(10));
    Decision second = limiter.take(7);
    assertThat(limiter.take(8)).isEqualTo(second);
    assertThat(second.remaining()).isEqualTo(capacity - 2);

    clock.advance(second.moreNanos() - 1);
    assertThat(limiter.take(7).remaining()).isEqualTo(capacity - 3);
    clock.advance(1);
    assertThat(limiter.take(8).remaining()).isGreaterThan(capacity - 3);
  }

  @Test
  void startsAfreshAfterAnyPause() {
    spendAll(7);
    for (Duration pause :
        List.of(WINDOW.multipliedBy(2), Duration.ofDays(1), Duration.ofDays(99))) {
      clock.advance(pause);
      assertThat(limiter.take(7).remaining()).isEqualTo(capacity - 1);
    }
  }

  @Test
  void keepsItsStateWithinItsMemory() {
    long idle = limiter.memoryBytes();
    for (long i = 0; i < 500_000; i++) {
      limiter.take(i * 0x9E3779B97F4A7C15L);
    }
    assertThat(idle).isLessThan(spec.memoryBytes() / 20);
    assertThat(limiter.memoryBytes()).isBetween(spec.memoryBytes() / 2, spec.memoryBytes());
    assertThat(limiter.counts().forgotten()).isPositive();
  }

  @Test
  void neverAdmitsMoreToManyThreads() throws Exception {
    int threads = 8;
    CountDownLatch start = new CountDownLatch(1);
    Callable<Integer> taker =
        () -> {
          start.await();
          int allowed = 0;
          for (int i = 0; i < 20_000; i++) {
            allowed += limiter.take(i & 3).allowed() ? 1 : 0;
          }
          return allowed;
        };
    int allowed = 0;
    try (var executor = Executors.newFixedThreadPool(threads)) {
      List<Future<Integer>> takers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        takers.add(executor.submit(taker));
      }
      start.countDown();
      for (Future<Integer> each : takers) {
        allowed += each.get();
      }
    }
    assertThat(allowed).isEqualTo(4 * capacity);
  }

  final void spendAll(long key) {
    while (limiter.take(key).allowed()) {
      assertThat(limiter.counts().allowed()).isLessThanOrEqualTo(capacity);
    }
  }
}
