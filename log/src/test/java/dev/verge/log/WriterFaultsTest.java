package dev.verge.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random mixtures of faults and rivals. Several places take turns to begin terms, append and
 * confirm over ways that lose requests and answers, hold appends up and deliver them twice.
 * Whatever happens: a success stands in the log once, where the writer was told; what was refused
 * by the fence never does, however late it arrives; what is in doubt stands there at most once.
 */
class WriterFaultsTest {
  private static final Partition PARTITION = new Partition("orders", "iad");
  private static final Duration PATIENCE = Duration.ofMillis(3);
  private static final int RUNS = 300;
  private static final int STEPS = 60;
  private static final int PLACES = 3;

  @Test
  void successesStandAndFencedAppendsNeverDo() {
    long base = Long.getLong("seed", System.nanoTime());
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int i = 0; i < RUNS; i++) {
      try {
        new Run(base + i, outcomes).go();
      } catch (Throwable e) {
        throw new AssertionError("run with -Dseed=" + (base + i), e);
      }
    }
    assertThat(outcomes)
        .as("each outcome happens, of seed %d", base)
        .containsKeys(
            "success", "fenced", "in doubt", "confirmed", "not confirmed", "late success");
  }

  private static final class Run {
    private final Random random;
    private final Map<String, Integer> outcomes;
    private final FileLog log = FileLog.open(new ForgetfulDisk(), Path.of("/log"), "iad", 2000);
    private final List<FaultyLog> ways = new ArrayList<>();
    private final Map<Integer, Writer> writers = new HashMap<>();
    private final Map<Long, Long> successes = new HashMap<>();
    private final Set<Long> fenced = new HashSet<>();
    private final Set<Long> sent = new HashSet<>();
    private long payloads;

    Run(long seed, Map<String, Integer> outcomes) {
      this.random = new Random(seed);
      this.outcomes = outcomes;
      for (int i = 0; i < PLACES; i++) {
        ways.add(
            new FaultyLog(log, new Random(random.nextLong()))
                .faults(random.nextInt(70), random.nextInt(30)));
      }
    }

    void go() {
      try (log) {
        for (int step = 0; step < STEPS; step++) {
          step(random.nextInt(PLACES));
        }
        for (FaultyLog way : ways) {
          way.deliverLate();
          count("late success", way.lateSuccesses());
        }
        verify();
      }
    }

    private void step(int place) {
      Writer writer = writers.get(place);
      int choice = random.nextInt(20);
      if (writer == null || choice == 0) {
        begin(place);
      } else if (choice == 1) {
        confirm(writer);
      } else if (choice < 4) {
        ways.get(random.nextInt(PLACES)).deliverLate();
      } else {
        append(place, writer);
      }
    }

    private void begin(int place) {
      try {
        writers.put(place, Writer.begin(ways.get(place), PARTITION, PATIENCE));
      } catch (Fenced | Ambiguous | LogException e) {
        writers.remove(place);
      }
    }

    private void append(int place, Writer writer) {
      long payload = ++payloads;
      sent.add(payload);
      try {
        Position position = writer.append(ByteBuffer.allocate(8).putLong(payload).array());
        assertThat(position).isEqualTo(writer.position());
        successes.put(payload, position.sequence());
        count("success", 1);
      } catch (Fenced e) {
        fenced.add(payload);
        writers.remove(place);
        count("fenced", 1);
      } catch (Ambiguous e) {
        writers.remove(place);
        count("in doubt", 1);
      }
    }

    /** A confirmed writer's last record is the newest but for what it does not know of itself. */
    private void confirm(Writer writer) {
      try {
        writer.confirm();
        assertThat(Chain.read(log, PARTITION, log.last(PARTITION)).getLast().epoch())
            .isEqualTo(writer.epoch());
        count("confirmed", 1);
      } catch (Fenced e) {
        count("not confirmed", 1);
      } catch (LogException e) {
        count("out of reach", 1);
      }
    }

    private void verify() {
      Map<Long, Long> found = new HashMap<>();
      for (Envelope record : Chain.read(log, PARTITION, 1)) {
        if (record.kind() == Envelope.Kind.DATA) {
          long payload = ByteBuffer.wrap(record.payload()).getLong();
          assertThat(found.put(payload, record.sequence())).as("twice: %d", payload).isNull();
        }
      }
      assertThat(found).containsAllEntriesOf(successes);
      assertThat(found.keySet()).doesNotContainAnyElementsOf(fenced);
      assertThat(sent).containsAll(found.keySet());
    }

    private void count(String outcome, int more) {
      if (more > 0) {
        outcomes.merge(outcome, more, Integer::sum);
      }
    }
  }
}
