package dev.verge.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verge.log.Ambiguous;
import dev.verge.log.Conflict;
import dev.verge.log.Log;
import dev.verge.log.Log.Entry;
import dev.verge.log.LogException;
import dev.verge.log.Partition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LinkedLogTest {
  private static final Partition AT_IAD = new Partition("catalog", "iad");
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final ManualScheduler time = new ManualScheduler();
  private final Links links = new Links(LinksTest.THREE, 1, time);
  private final MemoryLog atIad = new MemoryLog();
  private final LinkedLog fromNrt = linked("nrt", links, LONG);
  private final LinkedLog impatient = linked("nrt", links, SHORT);
  private final Duration oneWay = Duration.ofNanos(links.oneWayNanos("iad", "nrt"));

  /** Looks often: what is waited for takes microseconds, and time is the test's own. */
  private static ConditionFactory await() {
    return Awaitility.await().pollInterval(Duration.ofMillis(1));
  }

  private LinkedLog linked(String here, Links over, Duration patience) {
    Map<String, Log> sites = Map.of("iad", atIad, "fra", new MemoryLog(), "nrt", new MemoryLog());
    return new LinkedLog(here, sites, over, patience);
  }

  @Test
  void anAppendElsewhereTakesTheRoundTrip() throws Exception {
    CompletableFuture<Long> append = async(() -> fromNrt.append(AT_IAD, 0, bytes("a")));
    underWay(1);
    time.advance(oneWay.minusNanos(1));
    assertThat(atIad.last(AT_IAD)).isZero();
    time.advance(Duration.ofNanos(1));
    underWay(1);
    assertThat(atIad.last(AT_IAD)).isEqualTo(1);
    time.advance(oneWay.minusNanos(1));
    assertThat(append).isNotDone();
    time.advance(Duration.ofNanos(1));
    assertThat(append.get()).isEqualTo(1);
  }

  @Test
  void anAppendHereDoesNotTouchTheLinks() throws Exception {
    links.cut("iad");
    assertThat(linked("iad", links, LONG).append(AT_IAD, 0, bytes("a"))).isEqualTo(1);
    assertThat(time.waiting()).isZero();
  }

  @Test
  void aConflictTravelsBack() throws Exception {
    atIad.append(AT_IAD, 0, bytes("other"));
    CompletableFuture<Long> append = async(() -> fromNrt.append(AT_IAD, 0, bytes("a")));
    passRoundTrip();
    assertThatThrownBy(append::get).hasCauseInstanceOf(Conflict.class);
  }

  @Test
  void anAppendThroughACutLinkIsAmbiguousAndNotThere() {
    links.cut("nrt");
    assertThatThrownBy(() -> impatient.append(AT_IAD, 0, bytes("a")))
        .isInstanceOf(Ambiguous.class)
        .hasRootCauseMessage("partition catalog/iad: iad is out of reach from nrt");
    assertThat(atIad.last(AT_IAD)).isZero();
  }

  @Test
  void anAppendWhoseAnswerIsLostIsAmbiguousAndThere() {
    CompletableFuture<Long> append = async(() -> impatient.append(AT_IAD, 0, bytes("a")));
    underWay(1);
    time.advance(oneWay);
    underWay(1);
    links.cut("iad");
    time.advance(oneWay);
    assertThatThrownBy(append::get).hasCauseInstanceOf(Ambiguous.class);
    assertThat(atIad.last(AT_IAD)).isEqualTo(1);
  }

  @Test
  void readingElsewhereTakesOneRoundTripAndThenStreams() throws Exception {
    fill(3);
    CompletableFuture<Log.Cursor> read = async(() -> fromNrt.read(AT_IAD, 2));
    passRoundTrip();
    try (Log.Cursor cursor = read.get()) {
      assertThat(Objects.requireNonNull(cursor.next()).sequence()).isEqualTo(2);
      links.cut("iad");
      assertThatThrownBy(cursor::next)
          .isInstanceOf(LogException.class)
          .hasMessageContaining("out of reach");
      links.heal("iad");
      assertThat(Objects.requireNonNull(cursor.next()).sequence()).isEqualTo(3);
      assertThat(cursor.next()).isNull();
    }
  }

  @Test
  void whatTheSiteRefusesIsRefusedHere() throws Exception {
    fill(3);
    atIad.truncateBelow(AT_IAD, 3);
    CompletableFuture<Log.Cursor> read = async(() -> fromNrt.read(AT_IAD, 1));
    passRoundTrip();
    assertThatThrownBy(read::get)
        .hasCauseInstanceOf(LogException.class)
        .hasMessageContaining("below the first");
  }

  @Test
  void boundsAndTruncationTakeTheRoundTripAndFailWhenCut() throws Exception {
    fill(5);
    CompletableFuture<Long> last = async(() -> fromNrt.last(AT_IAD));
    passRoundTrip();
    assertThat(last.get()).isEqualTo(5);
    CompletableFuture<Boolean> truncated =
        async(() -> {
          fromNrt.truncateBelow(AT_IAD, 3);
          return true;
        });
    passRoundTrip();
    assertThat(truncated.get()).isTrue();
    CompletableFuture<Long> first = async(() -> fromNrt.first(AT_IAD));
    passRoundTrip();
    assertThat(first.get()).isEqualTo(3);
    links.cut("iad");
    for (Callable<Object> call :
        List.<Callable<Object>>of(
            () -> impatient.first(AT_IAD),
            () -> impatient.last(AT_IAD),
            () -> impatient.read(AT_IAD, 3))) {
      assertThatThrownBy(call::call)
          .isInstanceOf(LogException.class)
          .hasMessage("partition catalog/iad: iad is out of reach from nrt");
    }
  }

  @Test
  void aSiteThatIsNotInTheWorldIsNamed() {
    assertThatThrownBy(() -> fromNrt.last(new Partition("catalog", "syd")))
        .isInstanceOf(LogException.class)
        .hasMessageContaining("catalog/syd")
        .hasMessageContaining("not in this world");
  }

  @Test
  void tailedEntriesArriveOneWayLaterManyUnderWayAtOnce() throws Exception {
    List<Long> seen = new CopyOnWriteArrayList<>();
    try (Log.Subscription tail = tail(1, e -> seen.add(e.sequence()))) {
      fill(500);
      underWay(500);
      time.advance(oneWay.minusNanos(1));
      assertThat(seen).isEmpty();
      time.advance(Duration.ofNanos(1));
      await().until(() -> seen.size() == 500);
      assertThat(seen).isEqualTo(LongStream.rangeClosed(1, 500).boxed().toList());
      assertThat(tail.failure()).isNull();
    }
  }

  @Test
  void aSlowSinkHoldsNoMoreThanTheWindow() throws Exception {
    Semaphore pace = new Semaphore(0);
    AtomicInteger seen = new AtomicInteger();
    Log.Subscription tail =
        tail(
            1,
            e -> {
              pace.acquireUninterruptibly();
              seen.incrementAndGet();
            });
    fill(3 * LinkedTail.WINDOW);
    underWay(LinkedTail.WINDOW);
    time.advance(oneWay.multipliedBy(2));
    assertThat(time.waiting()).isZero();
    pace.release(3 * LinkedTail.WINDOW);
    await()
        .until(() -> {
          time.advance(oneWay);
          return seen.get() == 3 * LinkedTail.WINDOW;
        });
    tail.close();
  }

  @Test
  void anEntryLargerThanTheWindowsShareStillArrives() throws Exception {
    List<Entry> seen = new CopyOnWriteArrayList<>();
    try (Log.Subscription tail = tail(1, seen::add)) {
      atIad.append(AT_IAD, 0, new byte[32 << 20]);
      atIad.append(AT_IAD, 1, new byte[32 << 20]);
      await()
          .until(() -> {
            time.advance(oneWay);
            return seen.size() == 2;
          });
      assertThat(tail.failure()).isNull();
    }
  }

  @Test
  void aTailStallsSilentlyWhileCutAndResumesWithoutLossOrRepeat() throws Exception {
    List<Long> seen = new CopyOnWriteArrayList<>();
    try (Log.Subscription tail = tail(1, e -> seen.add(e.sequence()))) {
      fill(10);
      underWay(10);
      time.advance(oneWay);
      await().until(() -> seen.size() == 10);
      fill(5);
      underWay(5);
      links.cut("nrt");
      fill(5);
      time.advance(oneWay.multipliedBy(4));
      assertThat(seen).hasSize(10);
      assertThat(tail.failure()).isNull();
      links.heal("nrt");
      await()
          .until(() -> {
            time.advance(oneWay);
            return seen.size() == 20;
          });
      assertThat(seen).isEqualTo(LongStream.rangeClosed(1, 20).boxed().toList());
    }
  }

  @Test
  void aTailBegunWhileCutStartsAfterHealing() throws Exception {
    fill(3);
    links.cut("iad");
    links.cut("nrt");
    List<Long> seen = new CopyOnWriteArrayList<>();
    try (Log.Subscription tail = tail(2, e -> seen.add(e.sequence()))) {
      links.heal("nrt");
      time.advance(oneWay.multipliedBy(3));
      assertThat(time.waiting()).isZero();
      links.heal("iad");
      await()
          .until(() -> {
            time.advance(oneWay);
            return seen.size() == 2;
          });
      assertThat(seen).containsExactly(2L, 3L);
      assertThat(tail.failure()).isNull();
    }
  }

  @Test
  void aTailThatWasTruncatedAwayWhileCutFailsAndSaysSo() throws Exception {
    try (Log.Subscription tail = tail(1, e -> {})) {
      links.cut("nrt");
      fill(9);
      atIad.truncateBelow(AT_IAD, 5);
      links.heal("nrt");
      await()
          .until(() -> {
            time.advance(oneWay);
            return tail.failure() != null;
          });
      assertThat(tail.failure())
          .isInstanceOf(LogException.class)
          .hasMessageContaining("below the first");
    }
  }

  @Test
  void aTailThatTheSiteRefusesFailsAtOnce() throws Exception {
    fill(9);
    atIad.truncateBelow(AT_IAD, 5);
    assertThatThrownBy(() -> tail(1, e -> {}))
        .hasCauseInstanceOf(LogException.class)
        .hasMessageContaining("below the first");
  }

  @Test
  void aSinkThatThrowsEndsItsTail() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Log.Subscription tail =
        tail(
            1,
            e -> {
              calls.incrementAndGet();
              throw new IllegalStateException("full");
            });
    fill(5);
    await()
        .until(() -> {
          time.advance(oneWay);
          return tail.failure() != null;
        });
    assertThat(tail.failure()).hasMessage("full");
    tail.close();
    assertThat(calls).hasValue(1);
  }

  @Test
  void closingATailWaitsForItsSink() throws Exception {
    CountDownLatch inSink = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    List<String> events = new CopyOnWriteArrayList<>();
    Log.Subscription tail =
        tail(
            1,
            e -> {
              inSink.countDown();
              awaitQuietly(leave);
              events.add("sink left");
            });
    fill(2);
    await()
        .until(() -> {
          time.advance(oneWay);
          return inSink.getCount() == 0;
        });
    Thread closer =
        Thread.ofVirtual()
            .start(() -> {
              tail.close();
              events.add("closed");
            });
    await().until(() -> closer.getState() == Thread.State.WAITING);
    leave.countDown();
    closer.join();
    assertThat(events).containsExactly("sink left", "closed");
    assertThat(tail.failure()).isNull();
  }

  @Test
  void closingTheLogEndsItsTailsAndItsUse() throws Exception {
    Log.Subscription tail = tail(1, e -> {});
    fromNrt.close();
    assertThat(tail.failure()).isInstanceOf(LogException.class).hasMessageContaining("closed");
    assertThatThrownBy(() -> fromNrt.last(AT_IAD)).hasMessageContaining("closed");
    assertThat(atIad.last(AT_IAD)).isZero();
  }

  @Test
  void randomCutsNeverLoseOrRepeatAnEntry() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (Scheduler system = Scheduler.system()) {
      Links real = new Links(LinksTest.THREE, 0.02, system);
      List<Long> seen = new CopyOnWriteArrayList<>();
      try (LinkedLog log = linked("nrt", real, LONG)) {
        log.tail(AT_IAD, 1, e -> seen.add(e.sequence()));
        for (int i = 0; i < 300; i++) {
          fill(random.nextInt(20));
          switch (random.nextInt(6)) {
            case 0 -> real.cut("nrt");
            case 1 -> real.cut("iad");
            case 2 -> real.heal("nrt");
            case 3 -> real.heal("iad");
            default -> awaitArrival(seen);
          }
        }
        real.heal("nrt");
        real.heal("iad");
        long last = atIad.last(AT_IAD);
        await().alias("seed " + seed).until(() -> seen.size() >= last);
        assertThat(seen)
            .as("seed %d", seed)
            .isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
      }
    }
  }

  /** Opens a tail, and lets the round trips pass that this takes. */
  private Log.Subscription tail(long from, Consumer<Entry> sink) throws Exception {
    CompletableFuture<Log.Subscription> tail = async(() -> fromNrt.tail(AT_IAD, from, sink));
    await()
        .until(() -> {
          time.advance(oneWay);
          return tail.isDone();
        });
    return tail.get();
  }

  /** Waits until that many messages are on the links. */
  private void underWay(int messages) {
    await().until(() -> time.waiting() == messages);
  }

  private void passRoundTrip() {
    underWay(1);
    time.advance(oneWay);
    underWay(1);
    time.advance(oneWay);
  }

  private void fill(int records) throws Conflict {
    for (int i = 0; i < records; i++) {
      atIad.append(AT_IAD, atIad.last(AT_IAD), bytes("record"));
    }
  }

  /** Lets some of what is under way arrive, so that cuts meet streams of every age. */
  private void awaitArrival(List<Long> seen) {
    int before = seen.size();
    long until = System.nanoTime() + 2_000_000;
    while (seen.size() == before && System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static <T> CompletableFuture<T> async(Callable<T> call) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            result.complete(call.call());
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }
}
