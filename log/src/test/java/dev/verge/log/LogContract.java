package dev.verge.log;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Log} must do. An implementation's test extends this and says how to open it.
 */
public abstract class LogContract {
  /** The site whose partitions {@link #open} serves. */
  protected static final String SITE = "iad";

  private static final long WAIT_SECONDS = 20;

  protected final Partition partition = new Partition("orders", SITE);
  protected final Chain chain = Chain.start();
  private @Nullable Log log;

  /** Opens a log that holds nothing yet. */
  protected abstract Log open() throws Exception;

  @BeforeEach
  void openLog() throws Exception {
    log = open();
  }

  @AfterEach
  void closeLog() {
    log().close();
  }

  protected final Log log() {
    return requireNonNull(log);
  }

  @Test
  void anEmptyLogEndsAtZeroAndStartsAtOne() {
    assertThat(log().last(partition)).isZero();
    assertThat(log().first(partition)).isEqualTo(1);
    assertThat(Chain.read(log(), partition, 1)).isEmpty();
  }

  @Test
  void sequencesStartAtOneAndHaveNoGaps() throws Exception {
    List<Envelope> appended = chain.append(log(), partition, 300);

    List<Envelope> read = Chain.read(log(), partition, 1);
    assertThat(Chain.sequences(read))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 300).boxed().toList());
    assertThat(read.getLast().encoded()).isEqualTo(appended.getLast().encoded());
    assertThat(log().last(partition)).isEqualTo(300);
  }

  @Test
  void readingBeginsAnywhereThatIsHeldAndEndsWhereTheLogEndedThen() throws Exception {
    chain.append(log(), partition, 200);
    try (Log.Cursor cursor = log().read(partition, 150)) {
      chain.append(log(), partition, 5);
      for (long expected = 150; expected <= 200; expected++) {
        Log.Entry entry = cursor.next();
        assertThat(entry).isNotNull().extracting(Log.Entry::sequence).isEqualTo(expected);
      }
      assertThat(cursor.next()).isNull();
    }
    assertThat(Chain.read(log(), partition, 206)).isEmpty();
  }

  @Test
  void readingOrTailingWhatTheLogNeverHeldIsRefused() throws Exception {
    chain.append(log(), partition, 3);

    for (long from : new long[] {0, -1, 5, 100}) {
      assertThatThrownBy(() -> log().read(partition, from).close())
          .isInstanceOf(LogException.class)
          .hasMessageContaining("orders")
          .hasMessageContaining(Long.toString(from));
      assertThatThrownBy(() -> log().tail(partition, from, entry -> {}).close())
          .isInstanceOf(LogException.class);
    }
  }

  @Test
  void anAppendThatDoesNotExpectTheEndIsRefusedAndAppendsNothing() throws Exception {
    chain.append(log(), partition, 2);
    Position two = chain.end();
    Envelope third = chain.data("third");
    Envelope fourth = chain.data("fourth");

    assertThatThrownBy(() -> log().append(partition, 3, fourth.encoded()))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("orders");
    assertThat(log().append(partition, 2, third.encoded())).isEqualTo(3);
    Envelope rival = Chain.after(two).data("rival");
    assertThatThrownBy(() -> log().append(partition, 2, rival.encoded()))
        .isInstanceOf(Conflict.class);
    assertThatThrownBy(() -> log().append(partition, 2, third.encoded()))
        .isInstanceOf(Conflict.class);
    assertThat(log().last(partition)).isEqualTo(3);
    assertThat(Chain.read(log(), partition, 3).getFirst().encoded()).isEqualTo(third.encoded());
  }

  @Test
  void aRecordOfALowerEpochIsRefused() throws Exception {
    chain.append(log(), partition, 2);
    Envelope second = chain.epoch("second writer");
    log().append(partition, 2, second.encoded());
    Envelope late = Envelope.following(second.position(), Envelope.Kind.DATA, 1, new byte[] {1});

    assertThatThrownBy(() -> log().append(partition, 3, late.encoded()))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("epoch 1");
    assertThat(log().last(partition)).isEqualTo(3);
  }

  @Test
  void aRecordThatDoesNotFollowIsRefused() throws Exception {
    chain.append(log(), partition, 2);
    Position end = chain.end();
    Position fork = new Position(end.incarnation(), end.epoch(), 2, new byte[32]);
    Position foreign = new Position(7, end.epoch(), 2, end.hash());

    for (Position wrong : List.of(fork, foreign)) {
      Envelope record = Chain.after(wrong).data("x");
      assertThatThrownBy(() -> log().append(partition, 2, record.encoded()))
          .isInstanceOf(Conflict.class);
    }
    Envelope unbegun = Envelope.following(end, Envelope.Kind.DATA, 2, new byte[0]);
    assertThatThrownBy(() -> log().append(partition, 2, unbegun.encoded()))
        .isInstanceOf(Conflict.class);
    assertThat(log().last(partition)).isEqualTo(2);
  }

  @Test
  void whatIsNoWholeRecordIsRefused() throws Exception {
    byte[] record = chain.epoch("x").encoded();
    byte[] broken = record.clone();
    broken[40] ^= 1;

    for (byte[] wrong : List.of(new byte[0], new byte[100], broken)) {
      assertThatThrownBy(() -> log().append(partition, 0, wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> log().append(partition, 4, record))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(log().last(partition)).isZero();
  }

  @Test
  void theLargestRecordIsKept() throws Exception {
    chain.append(log(), partition, 1);
    byte[] payload = new byte[Envelope.MAX_PAYLOAD_BYTES];
    payload[payload.length - 1] = 7;
    Envelope largest = chain.data(payload);
    log().append(partition, 1, largest.encoded());
    chain.append(log(), partition, 1);

    List<Envelope> read = Chain.read(log(), partition, 1);
    assertThat(read).hasSize(3);
    assertThat(read.get(1).hash()).isEqualTo(largest.hash());
    assertThat(read.get(1).payload()).hasSize(payload.length).endsWith((byte) 7);
  }

  @Test
  void aTailGivesWhatIsThereAndThenWhatComesInOrderOnOneThread() throws Exception {
    chain.append(log(), partition, 150);
    List<Long> seen = new ArrayList<>();
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch all = new CountDownLatch(291);
    try (Log.Subscription tail =
        log()
            .tail(
                partition,
                10,
                entry -> {
                  seen.add(entry.sequence());
                  threads.add(Thread.currentThread());
                  all.countDown();
                })) {
      chain.append(log(), partition, 150);
      assertThat(all.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(tail.failure()).isNull();
    }
    assertThat(seen).containsExactlyElementsOf(LongStream.rangeClosed(10, 300).boxed().toList());
    assertThat(threads).hasSize(1);
  }

  @Test
  void aTailOfAnEmptyLogWaitsForItsFirstRecord() throws Exception {
    BlockingQueue<Log.Entry> seen = new LinkedBlockingQueue<>();
    try (Log.Subscription tail = log().tail(partition, 1, seen::add)) {
      chain.append(log(), partition, 1);
      assertThat(seen.poll(WAIT_SECONDS, TimeUnit.SECONDS)).isNotNull();
      assertThat(tail.failure()).isNull();
    }
  }

  @Test
  void aSlowSinkSlowsItsOwnTailOnly() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(1);
    BlockingQueue<Log.Entry> seen = new LinkedBlockingQueue<>();
    try (Log.Subscription slow =
            log()
                .tail(
                    partition,
                    1,
                    entry -> {
                      entered.countDown();
                      awaitLatch(release);
                    });
        Log.Subscription quick = log().tail(partition, 1, seen::add)) {
      chain.append(log(), partition, 50);
      assertThat(entered.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      await().until(() -> seen.size() == 50);
      release.countDown();
      assertThat(slow.failure()).isNull();
      assertThat(quick.failure()).isNull();
    } finally {
      release.countDown();
    }
  }

  @Test
  void aSinkThatFailsEndsItsTailWhichSaysWhy() throws Exception {
    IllegalStateException refusal = new IllegalStateException("refused");
    List<Long> seen = new ArrayList<>();
    try (Log.Subscription tail =
        log()
            .tail(
                partition,
                1,
                entry -> {
                  seen.add(entry.sequence());
                  if (entry.sequence() == 2) {
                    throw refusal;
                  }
                })) {
      chain.append(log(), partition, 5);
      await().until(() -> tail.failure() != null);
      assertThat(tail.failure()).isSameAs(refusal);
    }
    assertThat(seen).containsExactly(1L, 2L);
  }

  @Test
  void closingATailWaitsUntilTheSinkIsNoLongerCalled() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicBoolean left = new AtomicBoolean();
    chain.append(log(), partition, 3);
    Log.Subscription tail =
        log()
            .tail(
                partition,
                1,
                entry -> {
                  entered.countDown();
                  awaitLatch(release);
                  left.set(true);
                });
    assertThat(entered.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    Thread closing = Thread.ofVirtual().start(tail::close);
    await().until(() -> closing.getState() == Thread.State.WAITING);
    assertThat(left).isFalse();
    release.countDown();
    closing.join();
    assertThat(left).isTrue();
  }

  @Test
  void aSinkMayCloseItsOwnTail() throws Exception {
    BlockingQueue<Log.Subscription> self = new LinkedBlockingQueue<>();
    CountDownLatch closed = new CountDownLatch(1);
    List<Long> seen = new ArrayList<>();
    Log.Subscription tail =
        log()
            .tail(
                partition,
                1,
                entry -> {
                  seen.add(entry.sequence());
                  take(self).close();
                  closed.countDown();
                });
    self.add(tail);
    chain.append(log(), partition, 3);
    assertThat(closed.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    tail.close();
    assertThat(seen).containsExactly(1L);
  }

  @Test
  void truncatingKeepsWhatStandsAtOrAboveAndAlwaysTheLastRecord() throws Exception {
    chain.append(log(), partition, 200);

    log().truncateBelow(partition, 120);
    long first = log().first(partition);
    assertThat(first).isBetween(1L, 120L);
    assertThat(Chain.read(log(), partition, first)).hasSize((int) (201 - first));
    if (first > 1) {
      assertThatThrownBy(() -> log().read(partition, first - 1).close())
          .isInstanceOf(LogException.class);
    }

    log().truncateBelow(partition, Long.MAX_VALUE);
    assertThat(log().last(partition)).isEqualTo(200);
    assertThat(Chain.sequences(Chain.read(log(), partition, 200))).containsExactly(200L);
    chain.append(log(), partition, 1);
    assertThat(log().last(partition)).isEqualTo(201);
  }

  @Test
  void partitionsAreApart() throws Exception {
    Partition other = new Partition("orders-2", SITE);
    chain.append(log(), partition, 3);
    Chain.start().append(log(), other, 1);

    assertThat(log().last(partition)).isEqualTo(3);
    assertThat(log().last(other)).isEqualTo(1);
    assertThat(log().last(new Partition("orders-3", SITE))).isZero();
  }

  @Test
  void ofRivalsThatExpectTheSameEndExactlyOneSucceeds() throws Exception {
    int rivals = 8;
    int rounds = 20;
    chain.append(log(), partition, 1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < rounds; round++) {
        Position end = Chain.read(log(), partition, log().last(partition)).getLast().position();
        CountDownLatch go = new CountDownLatch(1);
        List<Future<Boolean>> results = new ArrayList<>();
        for (int i = 0; i < rivals; i++) {
          Envelope record = Chain.after(end).data("rival " + i);
          results.add(
              threads.submit(() -> {
                go.await();
                return succeeds(end.sequence(), record);
              }));
        }
        go.countDown();
        int winners = 0;
        for (Future<Boolean> result : results) {
          winners += result.get() ? 1 : 0;
        }
        assertThat(winners).isEqualTo(1);
      }
    }
    assertThat(Chain.read(log(), partition, 1)).hasSize(rounds + 1);
  }

  private boolean succeeds(long expectedLast, Envelope record) throws Ambiguous {
    try {
      log().append(partition, expectedLast, record.encoded());
      return true;
    } catch (Conflict e) {
      return false;
    }
  }

  @Test
  void aConflictMeansThatSomethingCanBeReadThere() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      chain.append(log(), partition, 1);
      for (int round = 0; round < 50; round++) {
        Position end = chain.end();
        Envelope mine = chain.data("mine");
        Envelope rival = Chain.after(end).epoch("rival");
        Future<Boolean> rivalry = threads.submit(() -> succeeds(end.sequence(), rival));
        boolean won = succeeds(end.sequence(), mine);
        if (!won) {
          assertThat(Chain.read(log(), partition, mine.sequence())).hasSize(1);
          return;
        }
        assertThat(rivalry.get()).isFalse();
      }
    }
  }

  @Test
  void aClosedLogRefusesEverythingAndEndsItsTails() throws Exception {
    chain.append(log(), partition, 1);
    Log.Subscription tail = log().tail(partition, 1, entry -> {});
    Envelope next = chain.data("late");
    log().close();

    await().until(() -> tail.failure() instanceof LogException);
    tail.close();
    assertThatThrownBy(() -> log().append(partition, 1, next.encoded()))
        .isInstanceOf(LogException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> log().last(partition)).isInstanceOf(LogException.class);
  }

  @Test
  void aWriterEndsTheTermOfTheOneBefore() throws Exception {
    Writer first = Writer.begin(log(), partition);
    assertThat(first.append(new byte[] {1}).sequence()).isEqualTo(2);
    first.confirm();
    Writer second = Writer.begin(log(), partition);

    assertThat(second.epoch()).isEqualTo(2);
    assertThat(second.incarnation()).isEqualTo(first.incarnation()).isNotZero();
    assertThatThrownBy(first::confirm).isInstanceOf(Fenced.class).hasMessageContaining("epoch 2");
    assertThatThrownBy(() -> first.append(new byte[] {2})).isInstanceOf(Fenced.class);
    assertThat(second.append(new byte[] {3}).sequence()).isEqualTo(4);
    second.confirm();
    assertThat(second.last()).isEqualTo(log().last(partition)).isEqualTo(4);
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T take(BlockingQueue<T> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
