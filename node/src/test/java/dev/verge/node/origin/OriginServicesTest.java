package dev.verge.node.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OriginServicesTest {
  private static OriginServices services() {
    Path nowhere = Path.of("nowhere");
    return new OriginServices(
        OriginCallTest.NO_DATA,
        new Databases(
            new Origin.Place("iad", "iad", nowhere, nowhere, Map.of(), step -> {}), Map.of()));
  }

  @Test
  void aTaskIsRepeatedAlsoAfterFailuresUntilTheClose() {
    AtomicInteger runs = new AtomicInteger();
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    try (OriginServices services = services()) {
      services.every(
          Duration.ofMillis(1),
          () -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            try {
              switch (runs.incrementAndGet() % 3) {
                case 0 -> throw new java.io.IOException("no database");
                case 1 -> throw new AssertionError("a bug");
                default -> {}
              }
            } finally {
              atOnce.decrementAndGet();
            }
          });
      await().atMost(Duration.ofSeconds(10)).until(() -> runs.get() > 9);
    }
    int atClose = runs.get();
    await()
        .during(Duration.ofMillis(100))
        .atMost(Duration.ofSeconds(2))
        .until(() -> runs.get() == atClose);
    assertThat(most).hasValue(1);
  }

  @Test
  void aTaskThatWaitsEndsAtTheClose() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    try (OriginServices services = services()) {
      services.every(
          Duration.ofHours(1),
          () -> {
            running.countDown();
            try {
              new CountDownLatch(1).await();
            } finally {
              ended.countDown();
            }
          });
      assertThat(running.await(5, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
  }
}
