package dev.verge.shield.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.shield.limit.LimitWorld.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far a global limit errs, of which {@link GlobalLimits} tells the theory. */
class GlobalLimitsSimulationTest {
  private static final long KEY = 7;
  private static final Duration WINDOW = Duration.ofSeconds(2);
  private static final Duration TIME = Duration.ofSeconds(20);

  /** {@code skew}: how many of a thousand requests come to the first location. */
  @ParameterizedTest
  @CsvSource({
    "50, 2, 500, 1", "50, 5, 200, 2", "50, 5, 960, 3", "50, 8, 1000, 4",
    "500, 2, 500, 5", "500, 5, 200, 6", "500, 5, 960, 7", "500, 8, 125, 8",
  })
  void exceedsAWindowByNoMoreThanOneIntervalAndLink(
      int permits, int locations, int skew, long seed) {
    LimitSpec spec = LimitSpec.sliding("global", permits, WINDOW).everywhere();
    LimitWorld world = new LimitWorld(spec, seed, LimitWorld.links(locations, seed));
    Clients clients = new Clients(world, permits, skew);
    world.run(TIME, () -> clients.ask(place -> checkWindow(world, spec, place, 1)));
    clients.assertUsed(spec, 0.8);
  }

  @ParameterizedTest
  @CsvSource({"50, 2, 500, 1", "50, 5, 200, 2", "50, 5, 960, 3", "500, 8, 125, 4"})
  void exceedsABucketByNoMoreThanOneIntervalAndLink(
      int permits, int locations, int skew, long seed) {
    LimitSpec spec = LimitSpec.bucket("global", permits, WINDOW, permits / 2).everywhere();
    LimitWorld world = new LimitWorld(spec, seed, LimitWorld.links(locations, seed));
    Clients clients = new Clients(world, permits, skew);
    world.run(TIME, () -> clients.ask(place -> checkBucket(world, spec, place)));
    clients.assertUsed(spec, 0.8);
  }

  @ParameterizedTest
  @CsvSource({"50, 3, 333, 1", "500, 5, 600, 2"})
  void isLaterByAnIntervalForEachMessageLost(int permits, int locations, int skew, long seed) {
    LimitSpec spec = LimitSpec.sliding("global", permits, WINDOW).everywhere();
    LimitWorld world = new LimitWorld(spec, seed, LimitWorld.links(locations, seed));
    world.losses = 2;
    world.repeats = true;
    Clients clients = new Clients(world, permits, skew);
    world.run(TIME, () -> clients.ask(place -> checkWindow(world, spec, place, 3)));
    clients.assertUsed(spec, 0.7);
    assertThat(world.place("l0").limits.counts().failed()).isPositive();
  }

  @Test
  void losesAndDoublesNothing() {
    LimitSpec spec = LimitSpec.sliding("global", 100_000, Duration.ofHours(1)).everywhere();
    for (long seed = 1; seed <= 5; seed++) {
      LimitWorld world = new LimitWorld(spec, seed, LimitWorld.links(4, seed));
      world.losses = 3;
      world.jitter = 700;
      world.repeats = true;
      Clients clients = new Clients(world, 2_000, 400);
      world.run(TIME, () -> clients.ask(place -> {}));
      world.losses = 0;
      world.run(Duration.ofSeconds(3), () -> {});

      long admitted = clients.admitted();
      assertThat(admitted).isGreaterThan(10_000);
      for (Place place : world.places.values()) {
        assertThat(place.limiter.take(KEY).remaining())
            .as("seed %d, %s", seed, place.name)
            .isEqualTo(100_000 - (int) admitted - 1);
      }
    }
  }

  @Test
  void goesOnAloneWhenCutOffAndComesTogetherAgain() {
    int permits = 50;
    LimitSpec spec = LimitSpec.sliding("global", permits, WINDOW).everywhere();
    LimitWorld world = new LimitWorld(spec, 9, LimitWorld.links(3, 9));
    Place alone = world.place("l2");
    Clients clients = new Clients(world, 3 * permits, 333);
    world.run(
        Duration.ofSeconds(5), () -> clients.ask(place -> checkWindow(world, spec, place, 1)));

    world.apart = Map.of("l2", "an island");
    int before = alone.admissions.size();
    world.run(
        Duration.ofSeconds(10),
        () ->
            clients.ask(place ->
                assertThat(since(place.admissions, world.now() - WINDOW.toMillis()))
                    .isLessThan(permits)));
    assertThat(alone.admissions.size() - before).isGreaterThan(4 * permits);

    world.apart = Map.of();
    world.run(Duration.ofMillis(LimitWorld.INTERVAL + 150), () -> clients.ask(place -> {}));
    world.run(
        Duration.ofSeconds(5), () -> clients.ask(place -> checkWindow(world, spec, place, 1)));
  }

  @Test
  void givesPermitsWhereTheDemandIs() {
    int permits = 200;
    LimitSpec spec = LimitSpec.sliding("global", permits, WINDOW).everywhere();
    LimitWorld world = new LimitWorld(spec, 3, LimitWorld.links(4, 3));
    for (String busy : List.of("l1", "l3", "l0")) {
      Place place = world.place(busy);
      int before = place.admissions.size();
      world.run(WINDOW.multipliedBy(3), () -> place.request(KEY));
      // All of three windows, but what the one before still held at first.
      assertThat(place.admissions.size() - before).isGreaterThanOrEqualTo(2 * permits);
    }
  }

  /**
   * A request was admitted at {@code place} now: what could be known there by now must have left
   * room for it, and all together exceed the permits by what has arrived elsewhere since.
   */
  private static void checkWindow(LimitWorld world, LimitSpec spec, Place place, int intervals) {
    long from = world.now() - WINDOW.toMillis();
    int known = since(place.admissions, from);
    int all = known + 1;
    int arrived = 0;
    for (Place other : world.places.values()) {
      if (other != place) {
        long heard = world.now() - intervals * LimitWorld.INTERVAL - world.delay(other, place);
        known += since(other.admissions, from) - since(other.admissions, Math.max(from, heard));
        all += since(other.admissions, from);
        arrived += since(other.arrivals, heard);
      }
    }
    assertThat(known).as("at %d ms, %s", world.now(), place.name).isLessThan(spec.permits());
    assertThat(all).isLessThanOrEqualTo(spec.permits() + arrived);
  }

  private static void checkBucket(LimitWorld world, LimitSpec spec, Place place) {
    double most = spec.capacity() + (double) spec.permits() * world.now() / WINDOW.toMillis();
    int all = place.admissions.size() + 1;
    int arrived = 0;
    for (Place other : world.places.values()) {
      if (other != place) {
        all += other.admissions.size();
        long heard = world.now() - LimitWorld.INTERVAL - world.delay(other, place);
        arrived += since(other.arrivals, heard);
      }
    }
    assertThat((double) all).isLessThanOrEqualTo(most + arrived);
  }

  /** How many of ascending times are after {@code from}. */
  private static int since(List<Long> times, long from) {
    int low = 0;
    int high = times.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times.get(middle) > from) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return times.size() - low;
  }

  /** Clients that ask for about four times what is permitted. */
  private static final class Clients {
    private final LimitWorld world;
    private final List<Place> places;
    private final double perStep;
    private final int skew;
    private double due;

    /** What is looked at when a request is about to be admitted, before it counts. */
    private interface Check {
      void admitted(Place place);
    }

    Clients(LimitWorld world, int permits, int skew) {
      this.world = world;
      this.places = List.copyOf(world.places.values());
      this.perStep = 4.0 * permits / WINDOW.toMillis();
      this.skew = skew;
    }

    void ask(Check check) {
      // Bursts: nothing in most steps, many in some.
      due += perStep;
      if (world.random.nextInt(10) > 0) {
        return;
      }
      for (; due >= 1; due--) {
        boolean first = world.random.nextInt(1_000) < skew || places.size() == 1;
        Place place = places.get(first ? 0 : world.random.nextInt(1, places.size()));
        if (place.request(KEY)) {
          long last = place.admissions.removeLast();
          check.admitted(place);
          place.admissions.add(last);
        }
      }
    }

    long admitted() {
      return places.stream().mapToLong(place -> place.admissions.size()).sum();
    }

    /** That the limit is not only kept but also used. */
    void assertUsed(LimitSpec spec, double share) {
      double permitted = (double) spec.permits() * TIME.toMillis() / WINDOW.toMillis();
      assertThat(admitted()).isGreaterThan((long) (share * permitted));
    }
  }
}
