package dev.verge.shield.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import dev.verge.shield.identity.KeyFetch.Fetched;
import dev.verge.shield.identity.KeySource.Interval;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class KeySourceTest {
  private static final String OLD = Signer.jwks(Signer.es256("old"));
  private static final String BOTH = Signer.jwks(Signer.es256("old"), Signer.es256("new"));
  private static final Duration LONG = Duration.ofSeconds(20); // for a machine that is busy
  private static final Interval INTERVAL =
      new Interval(Duration.ofMinutes(10), Duration.ofMinutes(1), Duration.ofHours(1));

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1); // it may overflow
  private final AtomicInteger fetches = new AtomicInteger();
  private volatile @Nullable String text = OLD;
  private @Nullable Duration maxAge;
  private final KeySource source = source(Runnable::run, LONG);

  @Test
  void aSetIsFetchedWhenItIsDueAndNotBefore() {
    assertThat(source.current().find("old")).isNull();
    source.tick();
    assertThat(source.current().find("old")).isNotNull();

    text = BOTH;
    pass(Duration.ofMinutes(10).minusNanos(1));
    source.tick();
    assertThat(fetches).hasValue(1);
    pass(Duration.ofNanos(1));
    source.tick();
    assertThat(source.current().find("new")).isNotNull();
  }

  @Test
  void itsIssuerSaysHowLongASetHoldsWithinBounds() {
    for (var said :
        List.of(
            new Duration[] {Duration.ZERO, Duration.ofMinutes(1)},
            new Duration[] {Duration.ofMinutes(5), Duration.ofMinutes(5)},
            new Duration[] {Duration.ofDays(1), Duration.ofHours(1)})) {
      maxAge = said[0];
      pass(Duration.ofHours(1));
      source.tick();
      int before = fetches.get();
      pass(said[1].minusNanos(1));
      source.tick();
      assertThat(fetches).hasValue(before);
      pass(Duration.ofNanos(1));
      source.tick();
      assertThat(fetches).hasValue(before + 1);
    }
  }

  @Test
  void anUnknownKeyIsFetchedAtOnceAndAKnownOneNever() {
    source.tick();
    text = BOTH;
    assertThat(source.having("old").find("old")).isNotNull();
    assertThat(fetches).hasValue(1);
    assertThat(source.having("new").find("new")).isNotNull();
    assertThat(fetches).hasValue(2);
  }

  @Test
  void aFloodOfUnknownKeysMakesOneFetchPerCooldown() {
    source.tick();
    for (int second = 0; second < 90; second++) {
      for (int i = 0; i < 100; i++) {
        assertThat(source.having("made-up-" + second + "-" + i).find("old")).isNotNull();
      }
      pass(Duration.ofSeconds(1));
    }
    assertThat(fetches).hasValue(1 + 3);
  }

  @Test
  void allWhoMissAKeyWaitForTheOneFetchUnderWay() throws Exception {
    List<Runnable> begun = new ArrayList<>();
    KeySource slow = source(begun::add, LONG);
    slow.tick();
    CountDownLatch found = new CountDownLatch(20);
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      waiting.add(
          Thread.ofVirtual()
              .start(() -> {
                if (slow.having("old").find("old") != null) {
                  found.countDown();
                }
              }));
    }
    await().until(() -> waiting.stream().allMatch(t -> t.getState() == Thread.State.TIMED_WAITING));
    assertThat(begun).hasSize(1);
    begun.getFirst().run();
    found.await();
    assertThat(fetches).hasValue(1);
  }

  @Test
  void nobodyWaitsForAFetchThatDoesNotEnd() {
    KeySource stuck = source(task -> {}, Duration.ofMillis(1));
    stuck.tick();
    assertThat(stuck.having("old").find("old")).isNull(); // and comes back at all
  }

  @Test
  void aFetchThatFailsLeavesTheKeysAndIsTriedAgainEverLater() {
    source.tick();
    for (String bad : new String[] {null, "not json", "{\"keys\":[]}"}) {
      text = bad;
      pass(Duration.ofMinutes(10));
      source.tick();
      assertThat(source.current().find("old")).isNotNull();
      text = OLD;
      pass(Duration.ofSeconds(1));
      source.tick();
    }
    text = null;
    pass(Duration.ofMinutes(10));
    List<Long> tries = new ArrayList<>();
    for (int second = 0; second < 200; second++) {
      int before = fetches.get();
      source.tick();
      if (fetches.get() > before) {
        tries.add((long) second);
      }
      pass(Duration.ofSeconds(1));
    }
    assertThat(tries).containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L, 123L, 183L);
    assertThat(source.current().find("old")).isNotNull();
  }

  @Test
  void keysThatDidNotChangeStayTheSameObject() {
    source.tick();
    KeySet first = source.current();
    pass(Duration.ofMinutes(10));
    source.tick();
    assertThat(fetches).hasValue(2);
    assertThat(source.current()).isSameAs(first);
  }

  @Test
  void rotationFailsNoRequestThatIsUnderWay() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      KeySource rotating = source(threads, LONG);
      AtomicInteger missing = new AtomicInteger();
      rotating.having("old");
      Runnable request =
          () -> {
            for (int i = 0; i < 2_000; i++) {
              if (rotating.having("old").find("old") == null) {
                missing.incrementAndGet();
              }
              if (BOTH.equals(text) && rotating.having("new").find("new") == null) {
                missing.incrementAndGet();
              }
            }
          };
      List<Thread> requests = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        requests.add(Thread.ofVirtual().start(request));
      }
      pass(KeySource.COOLDOWN);
      text = BOTH;
      for (Thread thread : requests) {
        thread.join();
      }
      assertThat(missing).hasValue(0);
    }
  }

  @Test
  void aClosedSourceKeepsItsKeysAndFetchesNoMore() {
    source.tick();
    source.close();
    pass(Duration.ofHours(2));
    source.tick();
    assertThat(source.having("new").find("old")).isNotNull();
    assertThat(fetches).hasValue(1);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private KeySource source(Executor executor, Duration patience) {
    return new KeySource(
        "the key set under test",
        this::fetch,
        set -> KeySet.lenient(set, Set.of(JWSAlgorithm.ES256), note -> {}),
        KeySet.EMPTY,
        INTERVAL,
        patience,
        executor,
        nanos::get);
  }

  private Fetched fetch() throws IOException {
    fetches.incrementAndGet();
    String now = text;
    if (now == null) {
      throw new IOException("out of reach");
    }
    return new Fetched(now, maxAge);
  }
}
