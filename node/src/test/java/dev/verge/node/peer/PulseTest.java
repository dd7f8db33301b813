package dev.verge.node.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PulseTest {
  private static final Duration STALL = Duration.ofMillis(300);

  private final Vertx vertx = Vertx.vertx();
  private final Pulse pulse = new Pulse(vertx, System::nanoTime);

  @BeforeEach
  void begin() {
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> {
          pulse.listen();
          return pulse.beating();
        });
  }

  @AfterEach
  void close() throws Exception {
    pulse.close();
    vertx.close().await(5, TimeUnit.SECONDS);
  }

  private Duration missed() {
    return Duration.ofNanos(pulse.missed(System.nanoTime()));
  }

  @Test
  void aStallOfAnyLoopIsMissedTime() throws Exception {
    for (Context loop : TestCluster.loops(vertx)) {
      Duration before = missed();
      TestCluster.stall(loop, STALL);
      assertThat(missed().minus(before)).isGreaterThan(STALL.minusMillis(60));
    }
  }

  @Test
  void aStallIsCountedWhileItLasts() throws Exception {
    Context loop = TestCluster.loops(vertx).getLast();
    Duration before = missed();
    Thread stall =
        Thread.ofPlatform()
            .start(() -> {
              try {
                TestCluster.stall(loop, Duration.ofSeconds(2));
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    await()
        .atMost(Duration.ofMillis(1_900))
        .until(() -> missed().minus(before).compareTo(STALL) > 0);
    assertThat(stall.isAlive()).isTrue();
    stall.join();
  }

  @Test
  void theTimeInWhichNobodyListensIsNotMissed() throws Exception {
    pulse.close();
    assertThat(pulse.beating()).isFalse();
    Duration before = missed();
    TestCluster.stall(TestCluster.loops(vertx).getFirst(), STALL);
    assertThat(missed()).isEqualTo(before);
  }
}
