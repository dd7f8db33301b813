package dev.verge.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.verge.Location;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LinksTest {
  static final Location IAD = new Location("iad", 38.9445, -77.4558);
  static final Location FRA = new Location("fra", 50.0267, 8.5584);
  static final Location NRT = new Location("nrt", 35.7686, 140.3887);
  static final List<Location> THREE = List.of(IAD, FRA, NRT);

  private final ManualScheduler time = new ManualScheduler();
  private final Links links = new Links(THREE, 1, time);
  private final List<String> seen = new ArrayList<>();

  @Test
  void theRoundTripIsTheDistanceOverAHundredTimesOnePointFour() {
    double km = Airports.km(38.9445, -77.4558, 50.0267, 8.5584);
    long roundTrip = links.oneWayNanos("iad", "fra") + links.oneWayNanos("fra", "iad");
    assertThat(roundTrip / 1e6).isCloseTo(km / 100 * 1.4, within(0.001));
    assertThat(new Links(THREE, 0.1, time).oneWayNanos("iad", "fra"))
        .isCloseTo(links.oneWayNanos("iad", "fra") / 10, within(2L));
    assertThat(links.oneWayNanos("iad", "iad")).isZero();
  }

  @Test
  void aMessageArrivesOneWaysDelayLaterAndNotBefore() {
    long oneWay = links.oneWayNanos("iad", "nrt");
    links.deliver("iad", "nrt", () -> seen.add("arrived"));
    time.advance(Duration.ofNanos(oneWay - 1));
    assertThat(seen).isEmpty();
    time.advance(Duration.ofNanos(1));
    assertThat(seen).containsExactly("arrived");
  }

  @Test
  void messagesOfOneDirectionArriveInTheOrderTheyWereSent() {
    for (int i = 0; i < 1_000; i++) {
      int number = i;
      links.deliver("iad", "nrt", () -> seen.add("" + number));
      if (i % 7 == 0) {
        time.advance(Duration.ofMillis(3));
      }
    }
    time.advance(Duration.ofSeconds(1));
    List<String> sent = java.util.stream.IntStream.range(0, 1_000).mapToObj(i -> "" + i).toList();
    assertThat(seen).isEqualTo(sent);
  }

  @Test
  void aCutLocationNeitherSendsNorReceives() {
    links.cut("nrt");
    for (String other : List.of("iad", "fra")) {
      links.send("nrt", other, () -> seen.add("out"), () -> seen.add("lost"));
      links.send(other, "nrt", () -> seen.add("in"), () -> seen.add("lost"));
    }
    links.send("iad", "fra", () -> seen.add("elsewhere"), () -> seen.add("lost elsewhere"));
    links.send("nrt", "nrt", () -> seen.add("within"), () -> seen.add("lost within"));
    time.advance(Duration.ofSeconds(1));
    assertThat(seen).containsExactly("lost", "lost", "lost", "lost", "within", "elsewhere");
  }

  @Test
  void whatWasUnderWayAtTheCutIsLostAlsoWhenTheLinkHealsInTime() {
    links.send("iad", "nrt", () -> seen.add("arrived"), () -> seen.add("lost"));
    links.cut("nrt");
    links.heal("nrt");
    links.send("iad", "nrt", () -> seen.add("second"), () -> seen.add("lost second"));
    time.advance(Duration.ofSeconds(1));
    assertThat(seen).containsExactly("lost", "second");
  }

  @Test
  void observersHearOfEachChangeOnce() {
    links.observe(location -> seen.add(location + links.isCut(location)));
    links.cut("fra");
    links.cut("fra");
    links.heal("iad");
    links.heal("fra");
    assertThat(seen).containsExactly("fratrue", "frafalse");
    assertThat(links.connected("iad", "fra")).isTrue();
  }

  @Test
  void anUnknownLocationIsNamedWithThoseThereAre() {
    assertThatThrownBy(() -> links.cut("xyz"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'xyz'")
        .hasMessageContaining("iad, fra, nrt");
  }

  @Test
  void withoutDelayAMessageArrivesAtOnceUnlessCut() {
    Links direct = new Links(THREE, 0, time);
    direct.deliver("iad", "nrt", () -> seen.add("arrived"));
    direct.cut("iad");
    direct.deliver("iad", "nrt", () -> seen.add("past the cut"));
    assertThat(seen).containsExactly("arrived");
    assertThat(time.waiting()).isZero();
  }

  @Test
  void realTimeIsKeptForTwentyThousandMessagesASecond() throws InterruptedException {
    int messages = 20_000;
    try (Scheduler system = Scheduler.system()) {
      Links real = new Links(THREE, 1, system);
      long oneWay = real.oneWayNanos("iad", "fra");
      AtomicLong early = new AtomicLong();
      AtomicInteger next = new AtomicInteger();
      AtomicInteger disorder = new AtomicInteger();
      CountDownLatch all = new CountDownLatch(messages);
      long start = System.nanoTime();
      for (int i = 0; i < messages; i++) {
        int number = i;
        long sent = System.nanoTime();
        real.deliver(
            "iad",
            "fra",
            () -> {
              if (System.nanoTime() - sent < oneWay) {
                early.incrementAndGet();
              }
              if (next.getAndIncrement() != number) {
                disorder.incrementAndGet();
              }
              all.countDown();
            });
      }
      assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(early.get()).isZero();
      assertThat(disorder.get()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }
  }
}
