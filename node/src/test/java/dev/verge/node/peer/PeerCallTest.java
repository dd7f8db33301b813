package dev.verge.node.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.verge.Problem;
import dev.verge.data.Unreachable;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PeerCallTest {
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final byte[] NOTHING = {};

  private final TestCluster cluster = new TestCluster();

  @AfterEach
  void close() throws Exception {
    cluster.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] call(String operation, byte[] body) throws Unreachable {
    return cluster.client.call("iad", operation, body, DEADLINE);
  }

  private Problem problem(String location, String operation) {
    return catchThrowableOfType(
        Problem.class, () -> cluster.client.call(location, operation, NOTHING, DEADLINE));
  }

  private Unreachable unreachable(String operation, Duration deadline) {
    return catchThrowableOfType(
        Unreachable.class, () -> cluster.client.call("iad", operation, NOTHING, deadline));
  }

  @Test
  void anOperationSeesWhoAsksAndItsAnswerComesBack() throws Exception {
    cluster.operations.put(
        "greet", (from, body) -> bytes(from + " says " + new String(body, StandardCharsets.UTF_8)));
    assertThat(call("greet", bytes("grüezi"))).isEqualTo(bytes("fra says grüezi"));
    assertThat(call("echo", NOTHING)).isEmpty();
  }

  @Test
  void operationsRunOnVirtualThreads() throws Exception {
    cluster.operations.put(
        "thread", (from, body) -> bytes("" + Thread.currentThread().isVirtual()));
    assertThat(call("thread", NOTHING)).isEqualTo(bytes("true"));
  }

  @Test
  void aLargeBodyTravelsBothWays() throws Exception {
    byte[] large = new byte[20 << 20];
    new Random(1).nextBytes(large);
    assertThat(call("echo", large)).isEqualTo(large);
  }

  @Test
  void manyCallsShareOneConnection() throws Exception {
    List<Future<byte[]>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 500; i++) {
        byte[] body = bytes("call " + i);
        answers.add(threads.submit(() -> call("echo", body)));
      }
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).isEqualTo(bytes("call " + i));
      }
    }
  }

  @Test
  void aProblemArrivesAsItWasThrown() {
    cluster.operations.put(
        "refuse",
        (from, body) -> {
          throw Problem.of(409, "Conflict", "stock is short")
              .with("left", 3)
              .with("price", new java.math.BigDecimal("12.50"))
              .with("items", List.of("a", "b"))
              .with("more", Map.of("k", true));
        });
    Problem problem = problem("iad", "refuse");
    assertThat(problem.status()).isEqualTo(409);
    assertThat(problem.title()).isEqualTo("Conflict");
    assertThat(problem.detail()).isEqualTo("stock is short");
    assertThat(problem.retryAfterSeconds()).isZero();
    assertThat(problem.members().toString())
        .isEqualTo("{left=3, price=12.50, items=[a, b], more={k=true}}");
  }

  @Test
  void aProblemKeepsItsRetryAfter() {
    cluster.operations.put(
        "later",
        (from, body) -> {
          throw Problem.unavailable("not now", Duration.ofSeconds(7));
        });
    Problem problem = problem("iad", "later");
    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.detail()).isEqualTo("not now");
    assertThat(problem.retryAfterSeconds()).isEqualTo(7);
  }

  @Test
  void whateverElseAnOperationThrowsIsToldWithoutInternals() {
    cluster.operations.put(
        "fail",
        (from, body) -> {
          throw new IllegalStateException("password=hunter2");
        });
    Problem problem = problem("iad", "fail");
    assertThat(problem.status()).isEqualTo(500);
    assertThat(problem.detail()).isEqualTo("fail failed at iad");
    assertThat(problem.toString()).doesNotContain("hunter2");
  }

  @Test
  void anErrorInAnOperationIsAnsweredToo() {
    cluster.operations.put(
        "error",
        (from, body) -> {
          throw new AssertionError("boom");
        });
    assertThat(problem("iad", "error").status()).isEqualTo(500);
  }

  @Test
  void anUnknownOperationIsNamed() {
    Problem problem = problem("iad", "nonsense");
    assertThat(problem.status()).isEqualTo(404);
    assertThat(problem.detail()).isEqualTo("iad does not serve nonsense");
  }

  @Test
  void operationsAddedLaterAreServed() throws Exception {
    assertThat(problem("iad", "late").status()).isEqualTo(404);
    cluster.operations.put("late", (from, body) -> bytes("here"));
    assertThat(call("late", NOTHING)).isEqualTo(bytes("here"));
  }

  @Test
  void aCallToTheOwnLocationRunsOnTheCallingThread() throws Exception {
    Thread caller = Thread.currentThread();
    cluster.ownOperations.put(
        "who",
        (from, body) -> {
          assertThat(Thread.currentThread()).isSameAs(caller);
          return bytes(from);
        });
    assertThat(cluster.client.call("fra", "who", NOTHING, DEADLINE)).isEqualTo(bytes("fra"));
    assertThat(problem("fra", "nonsense").status()).isEqualTo(404);
  }

  @Test
  void aSlowOperationRunsIntoTheDeadlineAndMayHaveHappened() {
    CountDownLatch end = new CountDownLatch(1);
    cluster.operations.put(
        "slow",
        (from, body) -> {
          end.await();
          return body;
        });
    Unreachable e = unreachable("slow", Duration.ofMillis(150));
    end.countDown();
    assertThat(e.sent()).isTrue();
    assertThat(e.location()).isEqualTo("iad");
    assertThat(e).hasMessage("slow: iad did not answer in 150 ms");
  }

  @Test
  void anOperationSlowerThanTheSilenceLimitIsNotSilence() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    cluster.operations.put(
        "slow",
        (from, body) -> {
          end.await();
          return body;
        });
    cluster.vertx.setTimer(1_200, id -> end.countDown());
    assertThat(call("slow", bytes("x"))).isEqualTo(bytes("x"));
    assertThat(cluster.client.reachable("iad")).isTrue();
  }

  @Test
  void anInterruptedCallerIsNotHeldUp() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    cluster.operations.put(
        "slow",
        (from, body) -> {
          running.countDown();
          end.await();
          return body;
        });
    List<Unreachable> failures = new ArrayList<>();
    Thread caller = Thread.ofVirtual().start(() -> failures.add(unreachable("slow", DEADLINE)));
    assertThat(running.await(5, TimeUnit.SECONDS)).isTrue();
    caller.interrupt();
    assertThat(caller.join(Duration.ofSeconds(2))).isTrue();
    end.countDown();
    assertThat(failures.getFirst().sent()).isTrue();
  }

  @Test
  void aLocationWithoutAddressWasNotAsked() {
    cluster.addresses.clear();
    Unreachable e = unreachable("echo", DEADLINE);
    assertThat(e.sent()).isFalse();
    assertThat(e).hasMessage("the address of iad is not known");
    assertThat(cluster.client.reachable("iad")).isTrue();
  }

  @Test
  void aNodeThatIsDownWasNotAskedAndIsFoundAgainWhenItStarts() throws Exception {
    int port = cluster.server.port();
    assertThat(call("echo", bytes("before"))).isEqualTo(bytes("before"));
    cluster.server.close();
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> !unreachable("echo", DEADLINE).sent() && !cluster.client.reachable("iad"));
    long start = System.nanoTime();
    assertThat(unreachable("echo", DEADLINE).sent()).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(50));
    cluster.server = cluster.serve(port, PeerServer.Limits.DEFAULT);
    await().atMost(Duration.ofSeconds(5)).until(() -> cluster.client.reachable("iad"));
    assertThat(call("echo", bytes("after"))).isEqualTo(bytes("after"));
  }

  @Test
  void aNodeThatMovesIsFoundAtItsNewAddress() throws Exception {
    assertThat(call("echo", bytes("1"))).isEqualTo(bytes("1"));
    cluster.server.close();
    cluster.server = cluster.serve(0, PeerServer.Limits.DEFAULT);
    cluster.addresses.put(
        "iad", SocketAddress.inetSocketAddress(cluster.server.port(), "127.0.0.1"));
    assertThat(call("echo", bytes("2"))).isEqualTo(bytes("2"));
  }

  @Test
  void statusTellsWhenALocationWasHeardAndHowFarItIs() throws Exception {
    assertThat(cluster.client.status()).isEmpty();
    call("echo", NOTHING);
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> cluster.client.status().getFirst().roundTrip() != null);
    PeerStatus status = cluster.client.status().getFirst();
    assertThat(status.location()).isEqualTo("iad");
    assertThat(status.reachable()).isTrue();
    assertThat(status.sinceHeard()).isBetween(Duration.ZERO, Duration.ofSeconds(10));
    assertThat(status.roundTrip()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(1));
  }

  @Test
  void callsAfterTheCloseFailWithoutBeingSent() throws Exception {
    call("echo", NOTHING);
    cluster.client.close();
    assertThat(unreachable("echo", DEADLINE).sent()).isFalse();
  }
}
