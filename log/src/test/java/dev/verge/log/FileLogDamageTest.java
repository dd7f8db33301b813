package dev.verge.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log does with files that are not as it left them. */
class FileLogDamageTest {
  private static final Partition PARTITION = new Partition("orders", "iad");
  private static final int SEGMENT_BYTES = 4096;
  private static final int RECORDS = 100;
  private static final Logger LOGGER = Logger.getLogger("dev.verge.log");

  @TempDir Path folder;
  private final List<LogRecord> said = new ArrayList<>();
  private final Handler listener =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          said.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LOGGER.addHandler(listener);
    LOGGER.setUseParentHandlers(false);
  }

  @AfterEach
  void stopListening() {
    LOGGER.removeHandler(listener);
    LOGGER.setUseParentHandlers(true);
  }

  private FileLog open() {
    return FileLog.open(new Disk(), folder, "iad", SEGMENT_BYTES);
  }

  private void fill() throws Exception {
    try (FileLog log = open()) {
      Chain.start().append(log, PARTITION, RECORDS);
    }
  }

  /** As if the process had been killed: the files as they are while the log is open. */
  private void fillAndKill() throws Exception {
    Path copy = folder.resolve("copy");
    try (FileLog log = open()) {
      Chain.start().append(log, PARTITION, RECORDS);
      Files.createDirectory(copy);
      for (Path segment : segments()) {
        Files.copy(segment, copy.resolve(segment.getFileName()));
      }
    }
    for (Path segment : segments()) {
      Files.delete(segment);
    }
    Files.delete(folder.resolve("orders"));
    Files.move(copy, folder.resolve("orders"));
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("orders"))) {
      return files
          .filter(file -> file.toString().endsWith(".segment"))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at < 0 ? bytes.length + at : at] ^= 1;
    Files.write(file, bytes);
  }

  private static void cut(Path file, int bytes) throws IOException {
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length - bytes));
  }

  private void failsClosed(String... parts) {
    try (FileLog log = open()) {
      assertThatThrownBy(() -> log.last(PARTITION))
          .isInstanceOf(LogException.class)
          .hasMessageContaining("orders/iad")
          .hasMessageContainingAll(parts);
      assertThatThrownBy(() -> log.append(PARTITION, 0, Chain.start().epoch("x").encoded()))
          .isInstanceOf(LogException.class);
    }
  }

  @Test
  void whatWasClosedIsFoundAgainAndGoesOn() throws Exception {
    fill();
    try (FileLog log = open()) {
      List<Envelope> found = Chain.read(log, PARTITION, 1);
      assertThat(found).hasSize(RECORDS);
      Chain.after(found.getLast().position()).append(log, PARTITION, 5);
    }
    try (FileLog log = open()) {
      assertThat(Chain.read(log, PARTITION, 1)).hasSize(RECORDS + 5);
    }
    assertThat(segments()).hasSizeGreaterThan(2);
    assertThat(said).isEmpty();
  }

  @Test
  void aTornTailIsCutAtTheLastWholeRecordAndSaid() throws Exception {
    fillAndKill();
    cut(segments().getLast(), 3);
    try (FileLog log = open()) {
      List<Envelope> found = Chain.read(log, PARTITION, 1);
      assertThat(found).hasSize(RECORDS - 1);
      assertThat(said).hasSize(1);
      assertThat(said.getFirst().getLevel()).isEqualTo(Level.WARNING);
      assertThat(said.getFirst().getMessage())
          .contains("orders/iad", "sequence " + RECORDS, "torn tail");
      Chain.after(found.getLast().position()).append(log, PARTITION, 3);
    }
    try (FileLog log = open()) {
      assertThat(Chain.read(log, PARTITION, 1)).hasSize(RECORDS + 2);
    }
  }

  @Test
  void zerosAfterTheLastRecordAreCut() throws Exception {
    fillAndKill();
    Path last = segments().getLast();
    Files.write(last, Arrays.copyOf(Files.readAllBytes(last), 10_000));
    try (FileLog log = open()) {
      assertThat(Chain.read(log, PARTITION, 1)).hasSize(RECORDS);
      assertThat(said).hasSize(1);
    }
  }

  @Test
  void damageBeforeRecordsThatWereForcedLaterFailsClosed() throws Exception {
    fillAndKill();
    Path last = segments().getLast();
    long first = Long.parseLong(last.getFileName().toString().substring(0, 20));
    flip(last, 100); // in the segment's second record
    byte[] before = Files.readAllBytes(last);
    failsClosed("sequence " + (first + 1), "damaged");
    assertThat(Files.readAllBytes(last)).isEqualTo(before);
  }

  @Test
  void damageOfTheVeryLastRecordFailsClosedAfterACleanEnd() throws Exception {
    fill();
    flip(segments().getLast(), -30);
    failsClosed("sequence " + RECORDS, "damaged");
  }

  @Test
  void damageInASegmentBeforeTheLastFailsClosed() throws Exception {
    fillAndKill();
    Path second = segments().get(1);
    flip(second, -5);
    failsClosed(second.getFileName().toString());
  }

  @Test
  void aSegmentBeforeTheLastThatIsShorterFailsClosed() throws Exception {
    fillAndKill();
    cut(segments().get(1), 40);
    failsClosed(segments().get(1).getFileName().toString());
  }

  @Test
  void aMissingSegmentFailsClosed() throws Exception {
    fill();
    Path second = segments().get(1);
    long sequence = Long.parseLong(second.getFileName().toString().substring(0, 20));
    Files.delete(second);
    failsClosed("sequence " + sequence, "missing");
  }

  @Test
  void aMissingFirstSegmentIsNotTakenForATruncation() throws Exception {
    fill();
    Files.delete(segments().getFirst());
    failsClosed("first segment", "missing");
  }

  @Test
  void whatWasTruncatedStaysTruncated() throws Exception {
    fill();
    long first;
    try (FileLog log = open()) {
      log.truncateBelow(PARTITION, 60);
      first = log.first(PARTITION);
      assertThat(first).isBetween(30L, 60L);
    }
    try (FileLog log = open()) {
      assertThat(log.first(PARTITION)).isEqualTo(first);
      assertThat(Chain.read(log, PARTITION, first)).hasSize((int) (RECORDS + 1 - first));
    }
    Files.delete(segments().getFirst());
    failsClosed("first segment", "missing");
  }

  @Test
  void aSegmentOfAnotherLogDoesNotPass() throws Exception {
    fill();
    Path last = segments().getLast();
    Path kept = folder.resolve("kept");
    Files.move(last, kept);
    Path other = folder.resolve("other");
    try (FileLog log = FileLog.open(new Disk(), other, "iad", SEGMENT_BYTES)) {
      Chain chain = Chain.start();
      Envelope first = chain.epoch("another writer");
      log.append(PARTITION, 0, first.encoded());
      chain.append(log, PARTITION, RECORDS - 1);
    }
    Files.copy(other.resolve("orders").resolve(last.getFileName()), last);
    failsClosed("forked");
  }

  @Test
  void aReadFailsClosedWhenTheFileIsDamagedBeneathAnOpenLog() throws Exception {
    try (FileLog log = open()) {
      Chain.start().append(log, PARTITION, RECORDS);
      flip(segments().get(1), 200);
      assertThatThrownBy(() -> Chain.read(log, PARTITION, 1))
          .isInstanceOf(LogException.class)
          .hasMessageContaining("orders/iad, sequence ");
      try (Log.Subscription tail = log.tail(PARTITION, 1, entry -> {})) {
        await().until(() -> tail.failure() instanceof LogException);
      }
    }
  }

  @Test
  void aPartitionSitedElsewhereIsRefused() {
    try (FileLog log = open()) {
      assertThatThrownBy(() -> log.last(new Partition("orders", "fra")))
          .isInstanceOf(LogException.class)
          .hasMessageContaining("orders/fra")
          .hasMessageContaining("iad");
    }
  }
}
