package dev.verge.shield.limit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LimitSpecTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void namesWhatIsWrong() {
    refuses(() -> LimitSpec.sliding("Per user", 1, SECOND), "1 to 64 of a-z 0-9 . _ -");
    refuses(() -> LimitSpec.sliding("a", 0, SECOND), "limit a: permits are 1 to 1000000, not 0");
    refuses(() -> LimitSpec.sliding("a", 1_000_001, Duration.ofDays(1)), "not 1000001");
    refuses(() -> LimitSpec.sliding("a", 1, Duration.ofNanos(999_999)), "1 ms to 1 day");
    refuses(() -> LimitSpec.sliding("a", 1, Duration.ofDays(2)), "1 ms to 1 day, not PT48H");
    refuses(() -> LimitSpec.sliding("a", 1_001, Duration.ofMillis(1)), "more than one for each");
    refuses(() -> LimitSpec.bucket("a", 1, SECOND, 0), "limit a: a burst is 1 to 1000000, not 0");
    refuses(() -> LimitSpec.bucket("a", 1, SECOND, 86_401), "takes more than a day");
    refuses(() -> LimitSpec.sliding("a", 1, SECOND).withMemoryBytes(1), "memory is 262144 to");
    refuses(
        () -> LimitSpec.sliding("a", 1, Duration.ofMillis(999)).everywhere(),
        "limit a: a global limit's window is at least 1 s, not PT0.999S");
  }

  private static void refuses(ThrowingCallable made, String why) {
    assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(why);
  }
}
