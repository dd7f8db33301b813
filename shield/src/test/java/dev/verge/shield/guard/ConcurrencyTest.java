package dev.verge.shield.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.shield.guard.Concurrency.Queue;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A location under more and less load than it can take, in simulated time. */
class ConcurrencyTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long TARGET = 20 * MILLI;

  private final Concurrency concurrency = new Concurrency(1_000, TARGET);

  /** When those came that wait for the processor, and when those end that it has taken up. */
  private final java.util.Queue<Long> waiting = new ArrayDeque<>();

  private final java.util.Queue<Long> ends = new PriorityQueue<>();
  private long now = MILLI;
  private long answerTime;
  private int shed;
  private long longest;

  /** One processor that takes up a request in a millisecond, and so many that come in each. */
  private void run(int millis, int arrivals) {
    shed = 0;
    longest = 0;
    for (int i = 0; i < millis; i++, now += MILLI) {
      arrive(arrivals);
      Long admitted = waiting.poll();
      if (admitted != null) {
        longest = Math.max(longest, now - admitted);
        concurrency.waited(Queue.REQUEST, now, now - admitted);
        ends.add(now + answerTime);
      }
      while (!ends.isEmpty() && ends.element() <= now) {
        ends.remove();
        concurrency.leave();
      }
    }
  }

  private void arrive(int requests) {
    for (int n = 0; n < requests; n++) {
      if (concurrency.enter(now)) {
        waiting.add(now);
      } else {
        shed++;
      }
    }
  }

  /** Requests that stay, such as streams. */
  private void hold(int requests) {
    for (int n = 0; n < requests; n++) {
      assertThat(concurrency.enter(now)).isTrue();
      concurrency.waited(Queue.REQUEST, now, 0);
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
    arrive(60);
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
    answerTime = 700 * MILLI;
    run(5_000, 1);
    assertThat(shed).isZero();
    assertThat(concurrency.limit()).isEqualTo(1_000);
  }

  @Test
  void whatWaitedLongAgoIsNoOverloadWhenItEnds() {
    answerTime = 2_000 * MILLI;
    arrive(60); // their queue is gone after 60 ms, they are here for two seconds
    run(4_000, 0);
    assertThat(concurrency.limit()).isEqualTo(1_000);
  }

  @Test
  void requestsThatStayDoNotKeepTheLimitLow() {
    hold(300);
    run(2_000, 3);
    assertThat(shed).isPositive();
    run(2_000, 0);
    run(1_000, 1);
    run(1_000, 1);
    assertThat(shed).isZero();
  }

  @Test
  void oneRequestThatWaitedLongIsNoQueue() {
    hold(100);
    for (int i = 0; i < 50; i++) {
      now += 500 * MILLI;
      concurrency.waited(Queue.REQUEST, now, 300 * MILLI);
    }
    assertThat(concurrency.limit()).isEqualTo(1_000);
  }

  @Test
  void aQueueThatStandsInOnePlaceIsOverloadWhileOthersFlow() {
    hold(500);
    for (int i = 0; i < 1_000; i++) {
      now += MILLI;
      concurrency.waited(Queue.REQUEST, now, 0);
      concurrency.waited(Queue.FIREWALL, now, 2 * TARGET);
    }
    assertThat(concurrency.limit()).isLessThan(500);
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
