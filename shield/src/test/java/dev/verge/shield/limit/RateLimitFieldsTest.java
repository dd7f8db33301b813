package dev.verge.shield.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RateLimitFieldsTest {
  private static final LimitSpec MINUTE =
      LimitSpec.sliding("per-minute", 50, Duration.ofMinutes(1));
  private static final LimitSpec BUCKET = LimitSpec.bucket("search", 10, Duration.ofSeconds(1), 25);

  @Test
  void tellsThePolicies() {
    LimitSpec brief = LimitSpec.sliding("brief", 5, Duration.ofMillis(1500));
    assertThat(RateLimitFields.policy(List.of(MINUTE, BUCKET, brief)))
        .isEqualTo("\"per-minute\";q=50;w=60, \"search\";q=25;w=3, \"brief\";q=5");
  }

  @Test
  void tellsTheTightestLimitFirst() {
    Decision wide = new Decision(MINUTE, true, 40, 1);
    Decision tight = new Decision(BUCKET, true, 3, 999_999_999);
    assertThat(RateLimitFields.rateLimit(List.of(wide, tight)))
        .isEqualTo("\"search\";r=3;t=1, \"per-minute\";r=40;t=1");
    assertThat(RateLimitFields.retryAfter(List.of(wide, tight))).isEqualTo(OptionalLong.empty());
  }

  @Test
  void asksToWaitForTheLastLimitThatRefuses() {
    Decision brief = new Decision(BUCKET, false, 0, 1);
    Decision lengthy = new Decision(MINUTE, false, 0, 30_000_000_001L);
    assertThat(RateLimitFields.rateLimit(List.of(brief, lengthy)))
        .isEqualTo("\"per-minute\";r=0;t=31, \"search\";r=0;t=1");
    assertThat(RateLimitFields.retryAfter(List.of(brief, lengthy))).hasValue(31);
  }
}
