package dev.verge.shield.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Both sliding windows against a list of all admissions. What may be rounded is known: up to {@code
 * late} after a window an admission may count still, and never less than the window.
 */
class SlidingWindowModelTest {
  @ParameterizedTest
  @CsvSource({
    // permits, window, nanoseconds late
    "1, PT0.001S, 0",
    "2, PT1S, 0",
    "17, PT0.3S, 0",
    "64, PT1S, 0",
    "5, PT60S, 128",
    "64, PT24H, 262144",
    "65, PT1S, 15873024",
    "300, PT60S, 952380993",
    "1000, PT0.001S, 15937",
    "20000, PT1S, 15873024",
  })
  void admitsAsAListOfAdmissionsDoes(int permits, Duration window, long late) {
    for (long seed = 1; seed <= 5; seed++) {
      run(LimitSpec.sliding("model", permits, window), late, seed);
    }
  }

  @ParameterizedTest
  @CsvSource({"3, PT1S, 0", "64, PT1S, 0", "20, PT60S, 128", "300, PT60S, 952380993"})
  void countsWhatOthersAdmittedAsOfItsTime(int permits, Duration window, long late) {
    LimitSpec spec = LimitSpec.sliding("model", permits, window);
    long nanos = window.toNanos();
    for (long seed = 1; seed <= 5; seed++) {
      Random random = new Random(seed);
      TestClock clock = new TestClock();
      RateLimiter limiter = new RateLimiter(spec, clock);
      List<Long> admissions = new ArrayList<>();
      long now = 0;
      for (int i = 0; i < 5_000; i++) {
        long pause = random.nextLong(2 * nanos / permits);
        clock.advance(pause);
        now += pause;
        if (random.nextInt(4) == 0) {
          int count = random.nextInt(1, 4);
          long age = random.nextLong(2 * nanos) / random.nextInt(1, 9);
          limiter.enter(7, count, age);
          admissions.addAll(Collections.nCopies(count, now - age));
        }
        long at = now;
        long certain = admissions.stream().filter(time -> at - time < nanos).count();
        long atMost = admissions.stream().filter(time -> at - time < nanos + late).count();
        if (limiter.take(7).allowed()) {
          assertThat(certain).as("seed %d, request %d", seed, i).isLessThan(permits);
          admissions.add(now);
        } else {
          assertThat(atMost).as("seed %d, request %d", seed, i).isGreaterThanOrEqualTo(permits);
        }
        admissions.removeIf(time -> at - time > 3 * nanos);
      }
      assertThat(limiter.counts().refused()).isPositive();
    }
  }

  private static void run(LimitSpec spec, long late, long seed) {
    Random random = new Random(seed);
    TestClock clock = new TestClock();
    RateLimiter limiter = new RateLimiter(spec, clock);
    long window = spec.window().toNanos();
    Model model = new Model(window, window + late);
    int requests = Math.max(20_000, 8 * spec.permits());
    for (int i = 0; i < requests; i++) {
      long pause = pause(random, window, spec.permits());
      clock.advance(pause);
      model.now += pause;
      Decision decision = limiter.take(7);
      int certain = model.certain();
      int atMost = model.atMost();
      if (decision.allowed()) {
        assertThat(certain).as("seed %d, request %d", seed, i).isLessThan(spec.permits());
        model.admit();
      } else {
        assertThat(atMost)
            .as("seed %d, request %d", seed, i)
            .isGreaterThanOrEqualTo(spec.permits());
      }
      int spent = spec.permits() - decision.remaining() - (decision.allowed() ? 1 : 0);
      assertThat(spent).as("seed %d, request %d", seed, i).isBetween(certain, atMost);
    }
    assertThat(limiter.counts().allowed()).isEqualTo(model.admissions.size());
    assertThat(limiter.counts().refused()).isPositive();
  }

  /** Mostly twice the rate of the limit, now and then a long pause, often the very edge. */
  private static long pause(Random random, long window, int permits) {
    return switch (random.nextInt(4 * permits + 40)) {
      case 0 -> window;
      case 1 -> window - 1;
      case 2 -> random.nextLong(3 * window);
      default -> random.nextLong(window / permits + 1);
    };
  }

  /** All admissions, and where in them two windows begin. */
  private static final class Model {
    private final List<Long> admissions = new ArrayList<>();
    private final long window;
    private final long longer;
    private long now;
    private int windowFrom;
    private int longerFrom;

    private Model(long window, long longer) {
      this.window = window;
      this.longer = longer;
    }

    void admit() {
      admissions.add(now);
    }

    int certain() {
      windowFrom = from(windowFrom, window);
      return admissions.size() - windowFrom;
    }

    int atMost() {
      longerFrom = from(longerFrom, longer);
      return admissions.size() - longerFrom;
    }

    private int from(int before, long length) {
      int from = before;
      while (from < admissions.size() && now - admissions.get(from) >= length) {
        from++;
      }
      return from;
    }
  }
}
