package dev.verge.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.node.peer.Liveness.Step;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LivenessTest {
  private final Liveness liveness = new Liveness();

  /** The loop's clock in milliseconds; it does not start at zero. */
  private long now = 1_000_000;

  /** What the pulse missed so far. */
  private long missed = 7_000;

  private int pings;

  private static long nanos(long ms) {
    return TimeUnit.MILLISECONDS.toNanos(ms);
  }

  private Step tick(long afterMs) {
    now += afterMs;
    Step step = liveness.tick(nanos(now), nanos(missed));
    pings += step == Step.PING ? 1 : 0;
    return step;
  }

  /** Ticks in time until the location is silent or the limit is reached; when that was. */
  private long tickUntilSilent(long limitMs) {
    long start = now;
    while (now - start < limitMs) {
      if (tick(20) == Step.SILENT) {
        return now - start;
      }
    }
    return -1;
  }

  private void start() {
    liveness.resume(nanos(now), nanos(missed));
    liveness.started(nanos(now));
  }

  @Test
  void silenceIsNoticedAfterFourHundredMilliseconds() {
    start();
    assertThat(tickUntilSilent(2_000)).isBetween(400L, 420L);
    assertThat(pings).isBetween(5, 8);
  }

  @Test
  void aRoundTripOfThreeHundredMillisecondsIsNotSilence() {
    start();
    Deque<Long> answers = new ArrayDeque<>();
    for (int i = 0; i < 500; i++) {
      while (!answers.isEmpty() && answers.peekFirst() <= now) {
        answers.removeFirst();
        assertThat(liveness.heard(nanos(now), true)).isFalse();
      }
      Step step = tick(20);
      assertThat(step).isNotEqualTo(Step.SILENT);
      if (step == Step.PING) {
        answers.addLast(now + 300);
      }
    }
    assertThat(pings).isGreaterThan(20);
  }

  @Test
  void anOwnStallIsNotTheOthersSilence() {
    start();
    assertThat(tick(100)).isNotEqualTo(Step.SILENT);
    assertThat(tick(5_000)).isNotEqualTo(Step.SILENT);
    assertThat(tick(5_000)).isNotEqualTo(Step.SILENT);
    long fromHere = tickUntilSilent(2_000);
    assertThat(fromHere).as("the silence after the stalls counts in full").isBetween(300L, 420L);
  }

  @Test
  void aStallOfAnotherLoopIsNotTheOthersSilence() {
    start();
    for (int i = 0; i < 100; i++) {
      missed += 20;
      assertThat(tick(20)).isNotEqualTo(Step.SILENT);
    }
    assertThat(tickUntilSilent(2_000)).isBetween(380L, 420L);
  }

  @Test
  void aStallThatBothSeeCountsOnce() {
    start();
    missed += 5_000;
    assertThat(tick(5_000)).isNotEqualTo(Step.SILENT);
    assertThat(tickUntilSilent(2_000)).isBetween(360L, 420L);
  }

  @Test
  void aStallJustBeforeTheLimitLeavesTheRest() {
    start();
    for (int i = 0; i < 19; i++) {
      assertThat(tick(20)).isNotEqualTo(Step.SILENT);
    }
    assertThat(tick(3_000)).as("400 ms were listened").isEqualTo(Step.SILENT);
  }

  @Test
  void aCallThatStartsAfterAStallIsWaitedForInFull() {
    liveness.resume(nanos(now), nanos(missed));
    now += 4_000;
    liveness.started(nanos(now));
    assertThat(tick(5)).isEqualTo(Step.NOTHING);
    assertThat(tickUntilSilent(2_000)).isBetween(380L, 420L);
  }

  @Test
  void shortCallsThatEndUnheardStillFindSilenceOut() {
    start();
    for (int i = 0; i < 4; i++) {
      assertThat(tick(20)).isNotEqualTo(Step.SILENT);
      liveness.started(nanos(now)); // the one before has ended by its deadline
    }
    assertThat(tickUntilSilent(2_000)).isBetween(300L, 340L);
  }

  @Test
  void nothingIsWaitedForOnceTheLastCallIsAnswered() {
    start();
    assertThat(liveness.active()).isTrue();
    liveness.heard(nanos(now), false);
    assertThat(liveness.active()).isFalse();
  }

  @Test
  void aSilentLocationIsProbedMoreAndMoreRarelyUntilItAnswers() {
    start();
    tickUntilSilent(1_000);
    pings = 0;
    tickUntilSilent(10_000);
    assertThat(pings).isBetween(38, 45);
    assertThat(liveness.heard(nanos(now), false)).as("it was silent").isTrue();
    assertThat(liveness.active()).isFalse();
  }

  @Test
  void aRefusalIsSilenceAtOnce() {
    start();
    assertThat(liveness.refused(nanos(now))).isTrue();
    assertThat(liveness.refused(nanos(now))).as("already known").isFalse();
    assertThat(tick(20)).isEqualTo(Step.NOTHING);
    assertThat(tick(20)).as("the first probe comes soon").isEqualTo(Step.PING);
  }
}
