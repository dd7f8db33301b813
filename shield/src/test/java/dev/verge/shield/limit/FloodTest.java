package dev.verge.shield.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many clients at one limit, whose table has its ordinary size or much less. */
class FloodTest {
  private static final int PERMITS = 60;
  private static final long WINDOW = Duration.ofMinutes(1).toNanos();

  private final Keys keys = new Keys(new byte[16]);
  private final TestClock clock = new TestClock();

  /**
   * 1,000,000 requests from 50,000 addresses at one route within two minutes. A thousand of them
   * abuse it and make half of the requests; the others stay within the limit, some exactly.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void refusesNoLegitimateClientAndHoldsAbusersToTheirLimit(long seed) {
    int addresses = 50_000;
    int abusers = 1_000;
    int requests = 1_000_000;
    Random random = new Random(seed);
    RateLimiter limiter =
        new RateLimiter(LimitSpec.sliding("route", PERMITS, Duration.ofMinutes(1)), clock);
    long[] ofAddress = new long[addresses];
    Arrays.setAll(ofAddress, i -> keys.key(List.of("10.0." + (i >> 8) + "." + (i & 255), "/a")));
    List<Window> admitted = new ArrayList<>();
    for (int i = 0; i < addresses; i++) {
      admitted.add(new Window());
    }
    long now = 0;
    int most = 0;
    int made = 0;
    while (made < requests) {
      long pause = random.nextLong(2 * 2 * WINDOW / requests);
      clock.advance(pause);
      now += pause;
      boolean abuse = random.nextBoolean();
      int address = abuse ? random.nextInt(abusers) : random.nextInt(abusers, addresses);
      Window window = admitted.get(address);
      if (!abuse && window.since(now - WINDOW) == PERMITS) {
        continue; // who stays within the limit waits here
      }
      made++;
      boolean allowed = limiter.take(ofAddress[address]).allowed();
      if (!allowed && !abuse) {
        fail("request %d, of legitimate client %d, was refused", made, address);
      }
      if (allowed) {
        window.add(now);
        most = Math.max(most, window.since(now - WINDOW));
      }
    }
    assertThat(most).isBetween(PERMITS, PERMITS + PERMITS / 10);
    assertThat(limiter.counts().refused()).isGreaterThan(requests / 3);
  }

  @Test
  void holdsAnAbuserAmongTenMillionKeys() {
    LimitSpec spec =
        LimitSpec.sliding("route", PERMITS, Duration.ofMinutes(1)).withMemoryBytes(4 << 20);
    RateLimiter limiter = new RateLimiter(spec, clock);
    int others = 10_000_000;
    int allowed = 0;
    int refused = 0;
    for (int i = 0; i < others; i++) {
      clock.advance(WINDOW / others);
      refused += limiter.take(spread(i)).allowed() ? 0 : 1;
      if (i % 1_000 == 0) {
        allowed += limiter.take(spread(-1)).allowed() ? 1 : 0;
      }
      if (i % (others / PERMITS + 1) == 0) {
        refused += limiter.take(spread(-2)).allowed() ? 0 : 1;
      }
    }
    assertThat(refused).isZero();
    assertThat(allowed).isBetween(PERMITS, PERMITS + PERMITS / 10);
    assertThat(limiter.memoryBytes()).isLessThanOrEqualTo(spec.memoryBytes());
    assertThat(limiter.counts().forgotten()).isGreaterThan(others / 2);
  }

  private long spread(int key) {
    return new SipHash(1, 2).finish(key);
  }

  /** The newest admissions of one client: as many as matter to see that there are too many. */
  private static final class Window {
    private final long[] times = new long[2 * PERMITS];
    private int size;

    void add(long time) {
      times[size++ % times.length] = time;
    }

    int since(long from) {
      int count = 0;
      for (int i = size - 1; i >= Math.max(0, size - times.length); i--) {
        if (times[i % times.length] <= from) {
          break;
        }
        count++;
      }
      return count;
    }
  }
}
