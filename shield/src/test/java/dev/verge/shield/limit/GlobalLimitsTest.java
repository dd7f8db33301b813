package dev.verge.shield.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The parts of {@link GlobalLimits} one by one: bounds, restarts, messages that are wrong. */
class GlobalLimitsTest {
  private static final LimitSpec SPEC =
      LimitSpec.sliding("global", 1_000, Duration.ofMinutes(1)).everywhere();

  private final TestClock clock = new TestClock();
  private final List<byte[]> sent = new ArrayList<>();
  private final List<CompletableFuture<byte[]>> answers = new ArrayList<>();
  private final RateLimiter here = new RateLimiter(SPEC, clock);
  private final RateLimiter there = new RateLimiter(SPEC, clock);
  private final GlobalLimits sender = sharing(here, "fra");
  private final GlobalLimits receiver = sharing(there, "iad");

  @Test
  void tellsTheLargestCountsFirstAndTheOthersInTheNextRound() {
    int more = 100;
    for (int key = 0; key < GlobalLimits.ROUND_KEYS + more; key++) {
      takeAt(here, key, key < more ? 1 : 2);
    }
    sender.exchange();
    receiver.receive("iad", sent.get(0));
    assertThat(spent(there, 0)).isZero();
    assertThat(spent(there, more)).isEqualTo(2);
    assertThat(spent(there, GlobalLimits.ROUND_KEYS + more - 1)).isEqualTo(2);

    sender.exchange();
    receiver.receive("iad", sent.get(1));
    for (int key = 1; key < more; key++) {
      assertThat(spent(there, key)).isEqualTo(1);
    }
  }

  @Test
  void keepsABoundedPartForALocationThatDoesNotAnswer() {
    int rounds = 2 + Outbox.MAX_KEYS / GlobalLimits.ROUND_KEYS;
    for (int round = 0; round < rounds; round++) {
      for (int key = 0; key < GlobalLimits.ROUND_KEYS; key++) {
        here.take(spread(key));
      }
      sender.exchange();
    }
    assertThat(sender.counts().lost()).isEqualTo(2L * GlobalLimits.ROUND_KEYS);
    assertThat(sent.getLast().length).isLessThan(CountsMessage.MAX_BYTES);

    receiver.receive("iad", sent.getLast());
    assertThat(spent(there, 5)).isEqualTo(rounds - 2);
  }

  @Test
  void dropsWhatIsTooOldToMatter() {
    takeAt(here, 1, 3);
    sender.exchange();
    clock.advance(SPEC.horizonNanos());
    sender.exchange();
    assertThat(sent).hasSize(1);
    assertThat(sender.counts().lost()).isZero();
  }

  @Test
  void sendsNothingMoreOnceAllIsAcknowledged() {
    takeAt(here, 1, 3);
    sender.exchange();
    answers.get(0).complete(receiver.receive("iad", sent.get(0)));
    sender.exchange();
    assertThat(sent).hasSize(1);

    takeAt(here, 1, 1);
    sender.exchange();
    assertThat(sent.get(1).length).isLessThanOrEqualTo(sent.get(0).length);
    receiver.receive("iad", sent.get(1));
    assertThat(spent(there, 1)).isEqualTo(4);
  }

  @Test
  void waitsForALocationWithSoManyMessagesUnderWay() {
    for (int round = 0; round < GlobalLimits.MAX_UNDER_WAY + 3; round++) {
      takeAt(here, 1, 1);
      sender.exchange();
    }
    assertThat(sent).hasSize(GlobalLimits.MAX_UNDER_WAY);
    assertThat(sender.counts().skipped()).isEqualTo(3);

    answers.forEach(answer -> answer.completeExceptionally(new IllegalStateException("silent")));
    sender.exchange();
    assertThat(sent).hasSize(GlobalLimits.MAX_UNDER_WAY + 1);
    assertThat(sender.counts().failed()).isEqualTo(GlobalLimits.MAX_UNDER_WAY);
    receiver.receive("iad", sent.getLast());
    assertThat(spent(there, 1)).isEqualTo(GlobalLimits.MAX_UNDER_WAY + 3);
  }

  @Test
  void startsAnewAfterARestartAndHeedsNoMessageOfBefore() {
    takeAt(here, 1, 3);
    sender.exchange();
    receiver.receive("iad", sent.get(0));
    GlobalLimits restarted = sharing(here, "fra");
    takeAt(here, 1, 2);
    restarted.exchange();
    receiver.receive("iad", sent.get(1));
    assertThat(spent(there, 1)).isEqualTo(5);

    receiver.receive("iad", sent.get(0));
    assertThat(spent(there, 1)).isEqualTo(6); // the one that was spent by looking
  }

  @Test
  void takesNothingOfAMessageThatIsDamagedAtItsEnd() {
    takeAt(here, 1, 3);
    sender.exchange();
    byte[] message = sent.get(0);
    refuses(
        () -> receiver.receive("iad", Arrays.copyOf(message, message.length - 1)),
        "counts of limits: it is cut short");
    assertThat(spent(there, 1)).isZero();
  }

  @Test
  void countsWhatIsToldOfLimitsThatItDoesNotKnow() {
    GlobalLimits other =
        sharing(
            new RateLimiter(LimitSpec.sliding("other", 5, Duration.ofMinutes(1)).everywhere()),
            "iad");
    takeAt(here, 1, 3);
    sender.exchange();
    other.receive("iad", sent.get(0));
    assertThat(other.counts().unknown()).isEqualTo(3);
  }

  @Test
  void countsAWrongAnswerAsNone() {
    takeAt(here, 1, 3);
    sender.exchange();
    answers.get(0).complete(new byte[] {1, 2});
    sender.exchange();
    answers.get(1).complete(new byte[] {7});
    assertThat(sender.counts().failed()).isEqualTo(2);
    assertThat(sent).hasSize(2);
  }

  @Test
  void refusesWhatCannotBeShared() {
    RateLimiter local = new RateLimiter(LimitSpec.sliding("a", 1, Duration.ofSeconds(1)));
    refuses(() -> sharing(local, "fra"), "limit a is local, not to be shared");
    refuses(
        () -> new GlobalLimits(List.of(here, there), List.of(), this::send, clock),
        "two global limits have the name global");
    refuses(() -> receiver.receive("nrt", new byte[0]), "limits are not shared with nrt");
  }

  private GlobalLimits sharing(RateLimiter limiter, String other) {
    return new GlobalLimits(List.of(limiter), List.of(other), this::send, clock);
  }

  private CompletionStage<byte[]> send(String to, byte[] message) {
    sent.add(message);
    answers.add(new CompletableFuture<>());
    return answers.getLast();
  }

  private static void takeAt(RateLimiter limiter, int key, int times) {
    for (int i = 0; i < times; i++) {
      limiter.take(spread(key));
    }
  }

  /** What was spent, of which looking spends one more. */
  private static int spent(RateLimiter limiter, int key) {
    return SPEC.permits() - limiter.take(spread(key)).remaining() - 1;
  }

  private static long spread(int key) {
    return new SipHash(1, 2).finish(key);
  }

  private static void refuses(ThrowingCallable call, String why) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(why);
  }
}
