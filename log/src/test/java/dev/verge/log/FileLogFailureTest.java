package dev.verge.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log does when its disk reports errors, and when its threads are interrupted. */
class FileLogFailureTest {
  private static final Path FOLDER = Path.of("/log");
  private static final Partition PARTITION = new Partition("orders", "iad");
  private static final Logger LOGGER = Logger.getLogger("dev.verge.log");

  private final Chain chain = Chain.start();
  @TempDir Path folder;

  @BeforeAll
  static void expectTrouble() {
    LOGGER.setLevel(Level.OFF);
  }

  @AfterAll
  static void expectNone() {
    LOGGER.setLevel(null);
  }

  private static FileLog open(ForgetfulDisk disk) {
    return FileLog.open(disk, FOLDER, "iad", 1 << 20);
  }

  @Test
  void aForceThatFailsLeavesTheWaitingInDoubtAndClosesThePartition() throws Exception {
    ForgetfulDisk disk = new ForgetfulDisk();
    FilePartition log = FilePartition.open(disk, FOLDER.resolve("orders"), PARTITION, 1 << 20);
    Envelope first = chain.epoch("writer");
    log.append(0, first.encoded());
    FileTail tail = FileTail.start(log, log.read(1), entry -> {});
    Envelope second = chain.data("second");
    Envelope third = chain.data("third");
    log.write(second);
    log.write(third);
    disk.failForces(1);

    assertThatThrownBy(() -> log.awaitDurable(2)).isInstanceOf(Ambiguous.class);
    assertThatThrownBy(() -> log.awaitDurable(3)).isInstanceOf(Ambiguous.class);
    Envelope fourth = chain.data("fourth");
    assertThatThrownBy(() -> log.append(3, fourth.encoded()))
        .isInstanceOf(LogException.class)
        .hasMessageContaining("orders/iad")
        .hasMessageContaining("opened again")
        .hasMessageContaining("the disk reports an error");
    assertThatThrownBy(() -> log.read(1)).isInstanceOf(LogException.class);
    await().until(() -> tail.failure() instanceof LogException);
    log.close();
  }

  @Test
  void whatAFailedForceLeftInMemoryIsNotTakenForDurableLater() throws Exception {
    ForgetfulDisk disk = new ForgetfulDisk();
    try (FileLog log = open(disk)) {
      chain.append(log, PARTITION, 3);
      Envelope lost = chain.data("lost");
      disk.failForces(1);
      assertThatThrownBy(() -> log.append(PARTITION, 3, lost.encoded()))
          .isInstanceOf(Ambiguous.class);
    }
    try (FileLog log = open(disk)) {
      List<Envelope> found = Chain.read(log, PARTITION, 1);
      assertThat(found).hasSize(3);
      Chain.after(found.getLast().position()).append(log, PARTITION, 2);
    }
    try (FileLog log = open(disk.crash(new Random(1)))) {
      assertThat(Chain.read(log, PARTITION, 1)).hasSize(5);
    }
  }

  @Test
  void oneForceServesManyAppendsOnTheirWay() throws Exception {
    ForgetfulDisk disk = new ForgetfulDisk();
    FilePartition log = FilePartition.open(disk, FOLDER.resolve("orders"), PARTITION, 1 << 20);
    log.append(0, chain.epoch("writer").encoded());
    long before = disk.forces();
    for (int i = 0; i < 1000; i++) {
      log.write(chain.data(i));
    }
    assertThat(log.last()).isEqualTo(1);
    assertThatThrownBy(() -> log.read(3)).isInstanceOf(LogException.class);
    log.awaitDurable(500);
    assertThat(log.last()).isEqualTo(1001);
    assertThat(disk.forces() - before).isEqualTo(1);
    log.close();
  }

  @Test
  void appendsOfInterruptedThreadsSucceedAndHarmNobody() throws Exception {
    try (FileLog log = FileLog.open(new Disk(), folder, "iad", 1000);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Writer writer = Writer.begin(log, PARTITION);
      List<Future<Boolean>> results = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        results.add(
            threads.submit(() -> {
              Thread.currentThread().interrupt();
              writer.append(new byte[100]);
              return Thread.currentThread().isInterrupted();
            }));
      }
      for (Future<Boolean> stillInterrupted : results) {
        assertThat(stillInterrupted.get()).isTrue();
      }
      assertThat(Chain.read(log, PARTITION, 1)).hasSize(51);
    }
  }
}
