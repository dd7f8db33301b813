package dev.verge.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayGuardTest {
  private static final long COUNTER = 42;

  private final ReplayGuard guard = new ReplayGuard(Duration.ofSeconds(60));

  @Test
  void everyCountWithinTheWindowPassesOnceInWhateverOrder() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Set<Long> passed = new HashSet<>();
    long highest = 1;
    for (int i = 0; i < 200_000; i++) {
      long count = Math.max(1, highest - 500 + random.nextInt(600));
      if (random.nextInt(5_000) == 0) {
        count = highest + random.nextInt(2 * ReplayGuard.WINDOW);
      }
      boolean tooOld = count <= highest - (ReplayGuard.WINDOW - Long.SIZE);
      boolean expected = !tooOld && passed.add(count);
      assertThat(guard.pass(new Nonce(COUNTER, count), 0))
          .as("count %d, highest %d, seed %d", count, highest, seed)
          .isEqualTo(expected);
      highest = Math.max(highest, count);
    }
  }

  @Test
  void whatIsOlderThanTheWindowIsRefused() {
    assertThat(guard.pass(new Nonce(COUNTER, 1), 0)).isTrue();
    assertThat(guard.pass(new Nonce(COUNTER, 10L * ReplayGuard.WINDOW), 0)).isTrue();
    assertThat(guard.pass(new Nonce(COUNTER, 2), 0)).isFalse();
  }

  @Test
  void countsThatAreNotPositiveAreRefused() {
    assertThat(guard.pass(new Nonce(COUNTER, 0), 0)).isFalse();
    assertThat(guard.pass(new Nonce(COUNTER, Long.MIN_VALUE), 0)).isFalse();
  }

  @Test
  void theLargestCountPassesOnce() {
    assertThat(guard.pass(new Nonce(COUNTER, Long.MAX_VALUE), 0)).isTrue();
    assertThat(guard.pass(new Nonce(COUNTER, Long.MAX_VALUE), 0)).isFalse();
  }

  @Test
  void memoryIsBoundedAndOldCountersMakeRoom() {
    for (int i = 0; i < ReplayGuard.COUNTERS; i++) {
      assertThat(guard.pass(new Nonce(i, 1), 0)).isTrue();
    }
    assertThat(guard.pass(new Nonce(-1, 1), 60_000)).isFalse();
    assertThat(guard.pass(new Nonce(-1, 1), 60_001)).isTrue();
  }
}
