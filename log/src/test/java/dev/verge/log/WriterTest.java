package dev.verge.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fence, fault by fault. Random mixtures are in {@link WriterFaultsTest}. */
class WriterTest {
  private static final Partition PARTITION = new Partition("orders", "iad");
  private static final Duration SHORT = Duration.ofMillis(20);

  private final FileLog log = FileLog.open(new ForgetfulDisk(), Path.of("/log"), "iad", 1 << 20);
  private final FaultyLog way = new FaultyLog(log, new Random(1));

  @AfterEach
  void close() {
    log.close();
  }

  private List<String> payloads() {
    return Chain.read(log, PARTITION, 1).stream()
        .filter(record -> record.kind() == Envelope.Kind.DATA)
        .map(record -> new String(record.payload(), UTF_8))
        .toList();
  }

  private static Position append(Writer writer, String payload) throws Fenced, Ambiguous {
    return writer.append(payload.getBytes(UTF_8));
  }

  @Test
  void aTermBeginsWithAnEpochRecordAtTheTrueEnd() throws Exception {
    Writer first = Writer.begin(log, PARTITION);
    assertThat(first.last()).isEqualTo(1);
    assertThat(first.begun()).isEqualTo(first.position());
    assertThat(first.incarnation()).isNotZero();
    append(first, "a");
    Writer second = Writer.begin(log, PARTITION);
    assertThat(second.begun().sequence()).isEqualTo(3);
    assertThat(second.epoch()).isEqualTo(2);
    assertThat(Chain.read(log, PARTITION, 1))
        .extracting(Envelope::kind)
        .containsExactly(Envelope.Kind.EPOCH, Envelope.Kind.DATA, Envelope.Kind.EPOCH);
  }

  @Test
  void aTermBeginsOnATruncatedLog() throws Exception {
    Writer first = Writer.begin(log, PARTITION);
    append(first, "a");
    log.truncateBelow(PARTITION, 2);
    assertThat(Writer.begin(log, PARTITION).begun().sequence()).isEqualTo(3);
  }

  @Test
  void anAnswerThatGotLostIsFoundInTheLog() throws Exception {
    Writer writer = Writer.begin(way, PARTITION);
    way.next(FaultyLog.Fault.LOSE_ANSWER);
    assertThat(append(writer, "a").sequence()).isEqualTo(2);
    assertThat(append(writer, "b").sequence()).isEqualTo(3);
    assertThat(payloads()).containsExactly("a", "b");
  }

  @Test
  void aRequestThatGotLostIsSentAgain() throws Exception {
    Writer writer = Writer.begin(way, PARTITION);
    way.next(FaultyLog.Fault.LOSE_REQUEST, FaultyLog.Fault.LOSE_REQUEST);
    assertThat(append(writer, "a").sequence()).isEqualTo(2);
    assertThat(payloads()).containsExactly("a");
  }

  @Test
  void aRetryThatConflictsWithItsOwnFirstAttemptIsCommitted() throws Exception {
    Writer writer = Writer.begin(way, PARTITION);
    way.next(FaultyLog.Fault.DELAY, FaultyLog.Fault.OVERTAKEN);
    assertThat(append(writer, "a").sequence()).isEqualTo(2);
    assertThat(way.lateSuccesses()).isEqualTo(1);
    assertThat(append(writer, "b").sequence()).isEqualTo(3);
    assertThat(payloads()).containsExactly("a", "b");
  }

  @Test
  void aRequestThatArrivesTwiceIsAppendedOnce() throws Exception {
    Writer writer = Writer.begin(way, PARTITION);
    way.next(FaultyLog.Fault.DUPLICATE);
    assertThat(append(writer, "a").sequence()).isEqualTo(2);
    way.deliverLate();
    assertThat(way.lateRefusals()).hasSize(1).first().isInstanceOf(Conflict.class);
    assertThat(payloads()).containsExactly("a");
  }

  @Test
  void aWriterThatWasPausedAndSupersededIsRefused() throws Exception {
    Writer paused = Writer.begin(log, PARTITION);
    append(paused, "a");
    Writer next = Writer.begin(log, PARTITION);
    append(next, "b");

    assertThatThrownBy(() -> append(paused, "late"))
        .isInstanceOf(Fenced.class)
        .hasMessageContaining("epoch 1")
        .hasMessageContaining("epoch 2");
    assertThatThrownBy(() -> append(paused, "later")).isInstanceOf(Fenced.class);
    assertThatThrownBy(paused::confirm).isInstanceOf(Fenced.class);
    append(next, "c");
    assertThat(payloads()).containsExactly("a", "b", "c");
  }

  @Test
  void anAppendThatArrivesAfterANewTermBeganIsRefusedAndWasNeverASuccess() throws Exception {
    Writer old = Writer.begin(way, PARTITION);
    append(old, "a");
    way.next(FaultyLog.Fault.DELAY).beforeNextRead(this::beginAnother);

    assertThatThrownBy(() -> append(old, "late")).isInstanceOf(Fenced.class);
    way.deliverLate();
    assertThat(way.lateSuccesses()).isZero();
    assertThat(way.lateRefusals()).hasSize(1);
    assertThat(payloads()).containsExactly("a", "other");
  }

  /** The record of the old writer is the one that stands, so the old one did succeed. */
  @Test
  void anAppendThatArrivedBeforeANewTermBeganIsASuccessAndTheNextIsFenced() throws Exception {
    Writer old = Writer.begin(way, PARTITION);
    way.next(FaultyLog.Fault.LOSE_ANSWER).beforeNextRead(this::beginAnother);

    assertThat(append(old, "a").sequence()).isEqualTo(2);
    assertThatThrownBy(() -> append(old, "b")).isInstanceOf(Fenced.class);
    assertThat(payloads()).containsExactly("a", "other");
  }

  @Test
  void oneOfTwoThatBeginAtTheSameEndWinsEvenWithoutAnswers() throws Exception {
    for (boolean empty : new boolean[] {true, false}) {
      assertThat(log.last(PARTITION) == 0).isEqualTo(empty);
      way.next(FaultyLog.Fault.DELAY).beforeNextRead(this::beginAnother);
      if (!empty) {
        way.beforeNextRead(() -> way.beforeNextRead(this::beginAnother));
      }
      assertThatThrownBy(() -> Writer.begin(way, PARTITION))
          .isInstanceOf(Fenced.class)
          .hasMessageContaining("another writer");
      way.deliverLate();
      assertThat(way.lateSuccesses()).isZero();
    }
  }

  private void beginAnother() {
    try {
      append(Writer.begin(log, PARTITION), "other");
    } catch (Fenced | Ambiguous e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aBeginIsTriedAgainWhenTheOldWriterAppendedInBetween() throws Exception {
    Writer old = Writer.begin(log, PARTITION);
    Log busy = new FaultyLog(log, new Random(1)).beforeNextRead(() -> appendUnchecked(old));
    // last() came before, so the cursor from there ends beyond it and the true end is found
    Writer next = Writer.begin(busy, PARTITION);
    assertThat(next.begun().sequence()).isEqualTo(3);

    way.next(FaultyLog.Fault.LOSE_REQUEST);
    way.beforeNextRead(() -> way.beforeNextRead(() -> appendUnchecked(next)));
    Writer third = Writer.begin(way, PARTITION);
    assertThat(third.epoch()).isEqualTo(3);
    assertThat(third.begun().sequence()).isEqualTo(5);
  }

  private static void appendUnchecked(Writer writer) {
    try {
      append(writer, "busy");
    } catch (Fenced | Ambiguous e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aWriterThatGetsNoAnswerGivesUpAndSaysSoEverAfter() throws Exception {
    Writer writer = Writer.begin(way, PARTITION, SHORT);
    way.faults(0, 100).next(FaultyLog.Fault.LOSE_ANSWER);

    assertThatThrownBy(() -> append(writer, "a"))
        .isInstanceOf(Ambiguous.class)
        .hasMessageContaining("orders/iad, sequence 2")
        .hasMessageContaining("PT0.02S");
    way.faults(0, 0);
    assertThatThrownBy(() -> append(writer, "b"))
        .isInstanceOf(LogException.class)
        .hasMessageContaining("begin a new term");
    assertThatThrownBy(writer::confirm).isInstanceOf(LogException.class);
    append(Writer.begin(way, PARTITION), "c");
    assertThat(payloads()).containsExactly("a", "c");
  }

  @Test
  void aLogThatRefusesAtOnceLeavesTheWriterUsable() throws Exception {
    FileLog other = FileLog.open(new ForgetfulDisk(), Path.of("/log"), "iad", 1 << 20);
    Writer writer = Writer.begin(other, PARTITION);
    other.close();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> append(writer, "a"))
          .isInstanceOf(LogException.class)
          .hasMessageContaining("the log was closed");
    }
  }

  @Test
  void confirmingDoesNotMistakeOwnRecordsForAnotherWriters() throws Exception {
    Writer writer = Writer.begin(way, PARTITION);
    way.next(FaultyLog.Fault.LOSE_ANSWER).beforeNextRead(() -> confirmUnchecked(writer));
    assertThat(append(writer, "a").sequence()).isEqualTo(2);
    writer.confirm();
  }

  private static void confirmUnchecked(Writer writer) {
    try {
      writer.confirm();
    } catch (Fenced e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void confirmingFailsWhenTheLogCannotBeAsked() throws Exception {
    Writer writer = Writer.begin(way, PARTITION);
    way.faults(0, 100);
    assertThatThrownBy(writer::confirm).isInstanceOf(LogException.class);
    way.faults(0, 0);
    writer.confirm();
  }

  @Test
  void manyThreadsAppendThroughOneWriter() throws Exception {
    Writer writer = Writer.begin(log, PARTITION);
    List<Future<Position>> positions = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        positions.add(threads.submit(() -> append(writer, "x")));
      }
    }
    List<Long> sequences = new ArrayList<>();
    for (Future<Position> position : positions) {
      sequences.add(position.get().sequence());
    }
    assertThat(sequences)
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(2, 201).boxed().toList());
    assertThat(writer.last()).isEqualTo(201);
  }
}
