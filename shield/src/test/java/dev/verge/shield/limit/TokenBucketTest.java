package dev.verge.shield.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest extends LimiterContract {
  @Override
  LimitSpec spec() {
    return LimitSpec.bucket("bucket", 100, WINDOW, 30).withMemoryBytes(1 << 20);
  }

  /** The model: tokens in units of a nanosecond's refill, so whole numbers. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void admitsAsABucketOfTokensDoes(long seed) {
    Random random = new Random(seed);
    long permitNanos = Duration.ofMillis(100).toNanos();
    long full = 30 * permitNanos;
    long tokens = full;
    for (int i = 0; i < 100_000; i++) {
      long pause = random.nextInt(100) == 0 ? random.nextLong(full) : random.nextLong(permitNanos);
      clock.advance(pause);
      tokens = Math.min(full, tokens + pause);
      Decision decision = limiter.take(7);
      assertThat(decision.allowed()).isEqualTo(tokens >= permitNanos);
      tokens -= decision.allowed() ? permitNanos : 0;
      assertThat(decision.remaining()).isEqualTo((int) (tokens / permitNanos));
    }
  }
}
