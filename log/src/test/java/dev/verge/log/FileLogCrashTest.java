package dev.verge.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Crashes over a disk that loses what was not forced. Each run: several threads append to one
 * partition, many appends on their way at a time, while a tail reads along and segments are
 * truncated; after a random number of disk calls the machine crashes, or the process is killed; the
 * next one must find every acknowledged record, nothing but what was handed over, in order, and go
 * on.
 */
class FileLogCrashTest {
  private static final Path FOLDER = Path.of("/log");
  private static final Partition PARTITION = new Partition("orders", "iad");
  private static final int RUNS = 200;
  private static final int CRASHES_PER_RUN = 3;
  private static final int THREADS = 4;
  private static final int APPENDS_PER_THREAD = 60;

  /** Held, because the logging library forgets loggers and their levels. */
  private static final Logger LOGGER = Logger.getLogger("dev.verge.log");

  @BeforeAll
  static void expectTrouble() {
    LOGGER.setLevel(Level.OFF);
  }

  @AfterAll
  static void expectNone() {
    LOGGER.setLevel(null);
  }

  @Test
  void noAcknowledgedRecordIsLostAndNoTornOneShown() throws Exception {
    long base = Long.getLong("seed", System.nanoTime());
    AtomicLong crashes = new AtomicLong();
    AtomicLong acknowledged = new AtomicLong();
    AtomicLong cut = new AtomicLong();
    for (int run = 0; run < RUNS; run++) {
      long seed = base + run;
      try {
        new Run(seed, crashes, acknowledged, cut).go();
      } catch (Throwable e) {
        throw new AssertionError("run with -Dseed=" + seed, e);
      }
    }
    assertThat(crashes.get()).as("crashes, of seed %d", base).isGreaterThan(RUNS);
    assertThat(acknowledged.get()).as("acknowledged, of seed %d", base).isGreaterThan(RUNS * 10L);
    assertThat(cut.get()).as("lost unacknowledged, of seed %d", base).isPositive();
  }

  private static final class Run {
    private final Random random;
    private final AtomicLong crashes;
    private final AtomicLong allAcknowledged;
    private final AtomicLong cut;
    private final int segmentBytes;

    /** All that was handed over in this machine's life or found at its start, by sequence. */
    private final Map<Long, Envelope> submitted = new ConcurrentSkipListMap<>();

    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong tailed = new AtomicLong();
    private final AtomicLong truncatedBelow = new AtomicLong();
    private long shown;
    private ForgetfulDisk disk = new ForgetfulDisk();

    Run(long seed, AtomicLong crashes, AtomicLong allAcknowledged, AtomicLong cut) {
      this.random = new Random(seed);
      this.crashes = crashes;
      this.allAcknowledged = allAcknowledged;
      this.cut = cut;
      this.segmentBytes = 500 + random.nextInt(20_000);
    }

    void go() throws Exception {
      for (int i = 0; i < CRASHES_PER_RUN; i++) {
        disk.crashAfter(1 + random.nextInt(random.nextBoolean() ? 40 : 1200));
        try {
          liveUntilCrash(new Random(random.nextLong()));
        } catch (LogException e) {
          assertThat(disk.hasCrashed()).as("failed without a crash: %s", e).isTrue();
        }
        disk = random.nextInt(4) == 0 ? disk.kill() : disk.crash(random);
        crashes.incrementAndGet();
        verify();
      }
    }

    private void liveUntilCrash(Random choices) throws Exception {
      FilePartition log =
          FilePartition.open(disk, FOLDER.resolve("orders"), PARTITION, segmentBytes);
      Chain chain = Chain.after(endOf(log));
      FileTail tail = FileTail.start(log, log.read(tailed.get() + 1), this::see);
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> appenders = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
          Random own = new Random(choices.nextLong());
          appenders.add(threads.submit(() -> appendMany(log, chain, own)));
        }
        for (Future<?> appender : appenders) {
          appender.get();
        }
      } finally {
        tail.close();
      }
      if (choices.nextBoolean()) {
        log.close();
      }
    }

    private void see(Log.Entry entry) {
      assertThat(entry.record()).isEqualTo(handedOver(entry.sequence()).encoded());
      tailed.set(entry.sequence());
    }

    private Envelope handedOver(long sequence) {
      Envelope envelope = submitted.get(sequence);
      if (envelope == null) {
        throw new AssertionError("sequence " + sequence + " was never handed over");
      }
      return envelope;
    }

    private @Nullable Void appendMany(FilePartition log, Chain chain, Random own) throws Exception {
      for (int i = 0; i < APPENDS_PER_THREAD; i++) {
        try {
          long sequence = submit(log, chain, own);
          log.awaitDurable(sequence);
          acknowledged.accumulateAndGet(sequence, Math::max);
          if (own.nextInt(50) == 0) {
            long below = tailed.get(); // once: the tail goes on meanwhile
            truncatedBelow.accumulateAndGet(below, Math::max);
            log.truncateBelow(below);
          }
        } catch (LogException | Ambiguous e) {
          assertThat(disk.hasCrashed()).as("failed without a crash: %s", e).isTrue();
          return null;
        }
      }
      return null;
    }

    /** Only the order of handing over is under the chain's lock; the waiting is not. */
    private long submit(FilePartition log, Chain chain, Random own) throws Conflict, Ambiguous {
      synchronized (chain) {
        Position before = chain.end();
        byte[] payload = new byte[own.nextInt(own.nextInt(10) == 0 ? 3000 : 100)];
        own.nextBytes(payload);
        Envelope next =
            before.isStart() || own.nextInt(20) == 0 ? chain.epoch("e") : chain.data(payload);
        submitted.put(next.sequence(), next);
        log.write(next);
        return next.sequence();
      }
    }

    private Position endOf(FilePartition log) {
      long last = log.last();
      return last == 0 ? Position.START : read(log, last, last).getLast().position();
    }

    /** What the next machine finds, before it appends anything. Looks without changing the disk. */
    private void verify() throws Exception {
      FilePartition log =
          FilePartition.open(disk, FOLDER.resolve("orders"), PARTITION, segmentBytes);
      long last = log.last();
      allAcknowledged.addAndGet(acknowledged.get() - shown);
      shown = last;
      assertThat(last).as("acknowledged").isGreaterThanOrEqualTo(acknowledged.get());
      assertThat(last).as("tailed").isGreaterThanOrEqualTo(tailed.get());
      assertThat(log.first()).isLessThanOrEqualTo(Math.max(1, truncatedBelow.get()));
      for (Envelope found : read(log, log.first(), last)) {
        assertThat(found.encoded()).isEqualTo(handedOver(found.sequence()).encoded());
      }
      if (submitted.keySet().removeIf(sequence -> sequence > last)) {
        cut.incrementAndGet();
      }
      acknowledged.set(last); // it was shown, so it must stay
    }

    private static List<Envelope> read(FilePartition log, long from, long last) {
      Verifier verifier =
          from == 1 ? Verifier.from(PARTITION, Position.START) : Verifier.joining(PARTITION);
      List<Envelope> all = new ArrayList<>();
      try (FileCursor cursor = log.read(from)) {
        for (Log.Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
          all.add(verifier.next(entry));
        }
      }
      assertThat(all).hasSize((int) Math.max(0, last - from + 1));
      return all;
    }
  }
}
