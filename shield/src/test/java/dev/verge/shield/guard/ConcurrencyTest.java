package dev.verge.shield.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A location under more and less load than it can take, in simulated time. */
class ConcurrencyTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long TARGET = 20 * MILLI;

  private final Concurrency concurrency = new Concurrency(1_000, TARGET);
  private final Queue<Long> queue = new ArrayDeque<>();
  private long now = MILLI;
  private int shed;
  private long longest;

  /** One processor that takes a millisecond for a request, and so many that come in each. */
  private void run(int millis, int arrivals) {
    shed = 0;
    longest = 0;
    for (int i = 0; i < millis; i++, now += MILLI) {
      for (int n = 0; n < arrivals; n++) {
        if (concurrency.enter()) {
          queue.add(now);
        } else {
          shed++;
        }
      }
      Long admitted = queue.poll();
      if (admitted != null) {
        longest = Math.max(longest, now - admitted);
        concurrency.waited(now, now - admitted);
        concurrency.leave();
      }
    }
  }

  @Test
  void nothingIsShedWhileThereIsNoQueue() {
    run(2_000, 1);
    assertThat(shed).isZero();
    assertThat(concurrency.limit()).isEqualTo(1_000);
  }

  @Test
  void overloadIsShedSoThatTheQueueStaysShort() {
    run(2_000, 3);
    run(2_000, 3);
    assertThat(shed).isBetween(3_900, 4_100); // the processor is never idle
    assertThat(longest).isLessThan(4 * TARGET);
  }

  @Test
  void aBurstIsServed() {
    for (int i = 0; i < 60; i++) {
      assertThat(concurrency.enter()).isTrue();
      queue.add(now);
    }
    run(100, 0);
    run(200, 1);
    assertThat(shed).isZero();
    assertThat(concurrency.limit()).isEqualTo(1_000);
  }

  @Test
  void afterOverloadTheLimitComesBack() {
    run(2_000, 3);
    assertThat(concurrency.limit()).isLessThan(200);
    run(500, 0);
    run(10_000, 1);
    assertThat(shed).isZero();
    assertThat(concurrency.limit()).isEqualTo(1_000);
  }

  @Test
  void slowAnswersAreNoOverload() {
    for (int i = 0; i < 900; i++) {
      assertThat(concurrency.enter()).isTrue();
      concurrency.waited(now += MILLI, 0);
    }
    assertThat(concurrency.limit()).isEqualTo(1_000);
  }

  @Test
  void anAddressHoldsNoMoreThanItMay() {
    PerAddress held = new PerAddress(2);
    assertThat(held.enter("a")).isTrue();
    assertThat(held.enter("a")).isTrue();
    assertThat(held.enter("a")).isFalse();
    assertThat(held.enter("b")).isTrue();
    held.leave("a");
    assertThat(held.enter("a")).isTrue();
    held.leave("a");
    held.leave("a");
    held.leave("b");
    assertThat(held.size()).isZero();
  }
}
