package dev.verge.waf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Takes what nobody meant through everything that reads input. Each input has a seed that makes it
 * again, told when something is found.
 *
 * <p>The suite tries the same inputs each time. To look for new ones for as long as there is time,
 * run this test alone with {@code -Dverge.fuzz.minutes=60}, and with {@code VERGE_CRS} for the Core
 * Rule Set; the first seed is the time, or {@code verge.fuzz.seed}.
 */
class FuzzTest {
  private static final int INPUTS = 300;

  /** In processor time. Only what never comes to an end takes this long. */
  private static final Duration TOO_LONG = Duration.ofSeconds(20);

  @ParameterizedTest
  @EnumSource
  void theCorpusIsTaken(FuzzTarget target) {
    List<String> corpus = target.corpus();
    for (int i = 0; i < Math.min(corpus.size(), INPUTS); i++) {
      take(target, corpus.get(i), i);
    }
  }

  @ParameterizedTest
  @EnumSource
  void inputsThatNobodyMeantAreTaken(FuzzTarget target) {
    take(target, 20260201, INPUTS);
  }

  @Test
  void soTheyAreForAsLongAsIsAsked() {
    long minutes = Long.getLong("verge.fuzz.minutes", 0);
    long seed = Long.getLong("verge.fuzz.seed", System.currentTimeMillis());
    long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
    long taken = 0;
    while (System.nanoTime() < end) {
      for (FuzzTarget target : FuzzTarget.values()) {
        take(target, seed + taken, INPUTS);
      }
      taken += INPUTS;
    }
    if (minutes > 0) {
      System.out.printf("%d inputs for each target, from seed %d on%n", taken, seed);
    }
  }

  private static void take(FuzzTarget target, long firstSeed, int inputs) {
    for (long seed = firstSeed; seed < firstSeed + inputs; seed++) {
      // Seeds that are next to each other begin alike.
      take(target, new FuzzInputs(new Random(seed).nextLong()).changed(target.corpus()), seed);
    }
  }

  private static void take(FuzzTarget target, String input, long seed) {
    long before = processorNanos();
    try {
      target.take(input, new FuzzInputs(seed));
    } catch (IOException | RuntimeException | AssertionError | StackOverflowError e) {
      throw new AssertionError("%s, seed %d: %s".formatted(target, seed, input), e);
    }
    assertThat(Duration.ofNanos(processorNanos() - before))
        .as("%s, seed %d: %s", target, seed, input)
        .isLessThan(TOO_LONG);
  }

  private static long processorNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
