package dev.verge.node.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.verge.data.Unreachable;
import io.vertx.core.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A location at the other end of the world, whose link can be cut. */
@Timeout(30)
class PeerSilenceTest {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final byte[] BODY = "body".getBytes(StandardCharsets.UTF_8);
  private static final long ONE_WAY_MS = 140;

  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger carriedOut = new AtomicInteger();
  private final AtomicBoolean holdLoop = new AtomicBoolean();
  private final TestCluster cluster = new TestCluster(this::deliver, PeerServer.Limits.DEFAULT);
  private final Pulse pulse = new Pulse(cluster.vertx, System::nanoTime);
  private volatile boolean cut;

  /** What is under way when the link is cut is lost. Called on the caller's event loop. */
  private void deliver(String from, String to, Runnable arrive) {
    if (from.equals("fra") && holdLoop.compareAndSet(true, false)) {
      long until = System.nanoTime() + Duration.ofMillis(800).toNanos();
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
    }
    if (!cut) {
      var _ =
          scheduler.schedule(
              () -> {
                if (!cut) {
                  arrive.run();
                }
              },
              ONE_WAY_MS,
              TimeUnit.MILLISECONDS);
    }
  }

  @BeforeEach
  void warmUp() throws Exception {
    pulse.listen();
    assertThat(cluster.client.call("iad", "echo", BODY, DEADLINE)).isEqualTo(BODY);
  }

  @AfterEach
  void close() throws Exception {
    pulse.close();
    cluster.close();
    scheduler.shutdownNow();
    assertThat(scheduler.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
  }

  private record Failure(Unreachable cause, Duration after) {}

  /** How long it is since then, but for what this process missed of it: the machine may be busy. */
  private Duration attended(long start, long missed) {
    long now = System.nanoTime();
    return Duration.ofNanos(now - start - (pulse.missed(now) - missed));
  }

  private Failure fail(String operation) {
    long start = System.nanoTime();
    long missed = pulse.missed(start);
    Unreachable e =
        catchThrowableOfType(
            Unreachable.class, () -> cluster.client.call("iad", operation, BODY, DEADLINE));
    return new Failure(e, attended(start, missed));
  }

  @Test
  void aFarLocationIsNotSilentHoweverLongItsOperationTakes() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    cluster.operations.put(
        "slow",
        (from, body) -> {
          end.await();
          return body;
        });
    cluster.vertx.setTimer(2_000, id -> end.countDown());
    assertThat(cluster.client.call("iad", "slow", BODY, DEADLINE)).isEqualTo(BODY);
    assertThat(cluster.client.reachable("iad")).isTrue();
    assertThat(cluster.client.status().getFirst().roundTrip())
        .isBetween(Duration.ofMillis(280), Duration.ofMillis(360));
  }

  @Test
  void aCutIsNoticedWithinHalfASecondWhateverTheDeadline() throws Exception {
    cut = true;
    Failure first = fail("echo");
    assertThat(first.after).isLessThan(Duration.ofMillis(500));
    assertThat(first.cause.sent()).isTrue();
    assertThat(cluster.client.reachable("iad")).isFalse();

    Failure second = fail("echo");
    assertThat(second.after).isLessThan(Duration.ofMillis(50));
    assertThat(second.cause.sent()).isFalse();
  }

  @Test
  void callsUnderWayFailTogetherWhenTheLinkIsCut() throws Exception {
    CountDownLatch running = new CountDownLatch(5);
    CountDownLatch end = new CountDownLatch(1);
    cluster.operations.put(
        "hold",
        (from, body) -> {
          carriedOut.incrementAndGet();
          running.countDown();
          end.await();
          return body;
        });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Failure>> failures = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        failures.add(threads.submit(() -> fail("hold")));
      }
      assertThat(running.await(5, TimeUnit.SECONDS)).isTrue();
      cut = true;
      long start = System.nanoTime();
      long missed = pulse.missed(start);
      for (Future<Failure> failure : failures) {
        assertThat(failure.get().cause.sent()).isTrue();
      }
      assertThat(attended(start, missed)).isLessThan(Duration.ofMillis(500));
      end.countDown();
    }
    assertThat(carriedOut).hasValue(5);
  }

  @Test
  void aHealedLocationIsCalledAgain() throws Exception {
    cut = true;
    assertThat(fail("echo").cause.sent()).isTrue();
    cut = false;
    await().atMost(Duration.ofSeconds(5)).until(() -> cluster.client.reachable("iad"));
    assertThat(cluster.client.call("iad", "echo", BODY, DEADLINE)).isEqualTo(BODY);
  }

  @Test
  void aRequestUnderWayArrivesThoughItsCallerGaveUp() {
    cluster.operations.put(
        "count",
        (from, body) -> {
          carriedOut.incrementAndGet();
          return body;
        });
    Unreachable e =
        catchThrowableOfType(
            Unreachable.class,
            () -> cluster.client.call("iad", "count", BODY, Duration.ofMillis(50)));
    assertThat(e.sent()).isTrue();
    await().atMost(Duration.ofSeconds(5)).untilAtomic(carriedOut, org.hamcrest.Matchers.is(1));
  }

  @Test
  void aCallThatWasGivenUpBeforeItLeftIsNeverCarriedOut() throws Exception {
    cluster.operations.put(
        "count",
        (from, body) -> {
          carriedOut.incrementAndGet();
          return body;
        });
    holdLoop.set(true);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<byte[]> first =
          threads.submit(() -> cluster.client.call("iad", "echo", BODY, DEADLINE));
      await().atMost(Duration.ofSeconds(5)).until(() -> !holdLoop.get());
      Unreachable e =
          catchThrowableOfType(
              Unreachable.class,
              () -> cluster.client.call("iad", "count", BODY, Duration.ofMillis(50)));
      assertThat(e.sent()).isFalse();
      assertThat(first.get()).isEqualTo(BODY);
    }
    assertThat(cluster.client.call("iad", "echo", BODY, DEADLINE)).isEqualTo(BODY);
    assertThat(carriedOut).hasValue(0);
  }

  @Test
  void stallsOfThisProcessAreNotHeldAgainstTheOther() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    cluster.operations.put(
        "slow",
        (from, body) -> {
          end.await();
          return body;
        });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<byte[]> answer =
          threads.submit(() -> cluster.client.call("iad", "slow", BODY, DEADLINE));
      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> cluster.client.status().stream().anyMatch(s -> s.sinceHeard() != null));
      for (Context loop : TestCluster.loops(cluster.vertx)) {
        TestCluster.stall(loop, Duration.ofMillis(800));
        assertThat(cluster.client.reachable("iad")).isTrue();
      }
      end.countDown();
      assertThat(answer.get()).isEqualTo(BODY);
    }
  }
}
