package dev.verge.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.data.Peers.Operation;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** Two locations of a cluster, {@code iad} that serves and {@code fra} that calls. */
final class TestCluster implements AutoCloseable {
  static final byte[] SECRET =
      "a secret of at least thirty-two bytes".getBytes(StandardCharsets.UTF_8);
  static final Set<String> LOCATIONS = Set.of("iad", "fra");

  final Vertx vertx = Vertx.vertx();
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  final InstantSource clock = now::get;
  final Map<String, Operation> operations = new ConcurrentHashMap<>();
  final Map<String, Operation> ownOperations = new ConcurrentHashMap<>();
  final Map<String, SocketAddress> addresses = new ConcurrentHashMap<>();
  final PeerClient client;
  PeerServer server;

  TestCluster() {
    this(Wire.DIRECT, PeerServer.Limits.DEFAULT);
  }

  TestCluster(Wire wire, PeerServer.Limits limits) {
    operations.put("echo", (from, body) -> body);
    server = serve(0, limits);
    addresses.put("iad", SocketAddress.inetSocketAddress(server.port(), "127.0.0.1"));
    client = client("fra", SECRET, wire);
  }

  PeerServer serve(int port, PeerServer.Limits limits) {
    return new PeerServer(
        vertx, "127.0.0.1", port, "iad", LOCATIONS, SECRET, clock, operations, limits);
  }

  /** One context for each event loop: that of the caller, that of the server and the others. */
  static List<Context> loops(Vertx vertx) throws TimeoutException {
    List<Context> loops = new CopyOnWriteArrayList<>();
    vertx
        .deployVerticle(
            () ->
                new VerticleBase() {
                  @Override
                  public Future<?> start() throws Exception {
                    loops.add(context);
                    return super.start();
                  }
                },
            new DeploymentOptions().setInstances(2 * Runtime.getRuntime().availableProcessors()))
        .await(5, TimeUnit.SECONDS);
    return loops;
  }

  /** Nothing is read and nothing ticks on that loop for a while. */
  static void stall(Context loop, Duration howLong) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    loop.runOnContext(v -> {
      long until = System.nanoTime() + howLong.toNanos();
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      over.countDown();
    });
    assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
  }

  PeerClient client(String here, byte[] secret, Wire wire) {
    return new PeerClient(vertx, here, secret, addresses::get, wire, clock, ownOperations);
  }

  @Override
  public void close() throws TimeoutException {
    client.close();
    server.close();
    vertx.close().await(5, TimeUnit.SECONDS);
  }
}
