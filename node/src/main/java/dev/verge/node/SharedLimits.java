package dev.verge.node;

import dev.verge.Problem;
import dev.verge.data.Peers;
import dev.verge.data.Unreachable;
import dev.verge.node.peer.ClusterSecret;
import dev.verge.shield.limit.GlobalLimits;
import dev.verge.shield.limit.Keys;
import dev.verge.shield.limit.RateLimiter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Lets the locations of a cluster count global limits together. Thread-safe. */
final class SharedLimits implements AutoCloseable {
  private static final String OPERATION = "limits";
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  private final Peers peers;
  private final GlobalLimits limits;
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Shares limits, once {@link #start} was called.
   *
   * @param limits those with a global scope
   * @param here this location, one of {@code locations}
   */
  SharedLimits(Collection<RateLimiter> limits, String here, List<String> locations, Peers peers) {
    this.peers = peers;
    List<String> others = locations.stream().filter(code -> !code.equals(here)).toList();
    this.limits = new GlobalLimits(limits, others, this::send, System::nanoTime);
  }

  /** The secret of keys, the same at all locations. */
  static byte[] keySecret(byte[] clusterSecret) {
    return Arrays.copyOf(ClusterSecret.derive(clusterSecret, "verge limits 1"), Keys.SECRET_BYTES);
  }

  /** What other locations call here. */
  Map<String, Peers.Operation> operations() {
    return Map.of(OPERATION, this::receive);
  }

  void start() {
    limits.start();
  }

  private byte[] receive(String from, byte[] message) {
    try {
      return limits.receive(from, message);
    } catch (IllegalArgumentException e) {
      throw Problem.of(400, "Bad request", "counts of limits: " + e.getMessage());
    }
  }

  private CompletionStage<byte[]> send(String location, byte[] message) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return peers.call(location, OPERATION, message, DEADLINE);
          } catch (Unreachable e) {
            throw new CompletionException(e);
          }
        },
        calls);
  }

  @Override
  public void close() {
    limits.close();
    calls.shutdownNow();
    calls.close();
  }
}
