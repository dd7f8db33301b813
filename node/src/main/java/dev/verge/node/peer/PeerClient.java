package dev.verge.node.peer;

import dev.verge.data.Peers;
import dev.verge.data.Unreachable;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls operations of other locations over HTTP/2, one connection to each. Thread-safe; calls block
 * their thread, which should be a virtual one, and never an event loop.
 *
 * <p>A location that says nothing for {@link Liveness#SILENCE} while a call waits is silent: all
 * calls to it fail, and later ones fail at once until it answers a ping. An answer counts only if
 * it is signed for its request; anything else is as good as none.
 */
public final class PeerClient implements Peers, AutoCloseable {
  private final Operations local;
  private final Function<String, @Nullable SocketAddress> addresses;
  private final Peer.Ground ground;
  private final Map<String, Peer> peers = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * A client with the system's monotonic clock.
   *
   * @param here this location's code
   * @param secret at least 32 bytes that only the cluster's nodes know
   * @param addresses where a location's {@link PeerServer} listens, asked before each call; null
   *     while it is not known
   * @param wire what lies between the locations
   * @param clock must be within 30 s of the others'
   * @param operations what this location serves, looked up at each call; a call to the own location
   *     runs on the calling thread
   */
  public PeerClient(
      Vertx vertx,
      String here,
      byte[] secret,
      Function<String, @Nullable SocketAddress> addresses,
      Wire wire,
      InstantSource clock,
      Map<String, Operation> operations) {
    this(vertx, here, secret, addresses, wire, clock, System::nanoTime, operations);
  }

  PeerClient(
      Vertx vertx,
      String here,
      byte[] secret,
      Function<String, @Nullable SocketAddress> addresses,
      Wire wire,
      InstantSource clock,
      LongSupplier nanos,
      Map<String, Operation> operations) {
    this.local = new Operations(here, operations);
    this.addresses = addresses;
    this.ground =
        new Peer.Ground(
            vertx, here, ClusterSecret.of(secret), wire, clock, nanos, new Pulse(vertx, nanos));
  }

  /**
   * {@inheritDoc}
   *
   * <p>The deadline does not bind a call to the own location.
   */
  @Override
  public byte[] call(String location, String operation, byte[] body, Duration deadline)
      throws Unreachable {
    if (location.equals(local.location())) {
      return local.run(operation, location, body);
    }
    if (closed) {
      throw new Unreachable(location, false, local.location() + " is stopping");
    }
    if (addresses.apply(location) == null) {
      throw new Unreachable(location, false, "the address of " + location + " is not known");
    }
    return peers
        .computeIfAbsent(location, there -> new Peer(ground, there, addresses))
        .call(operation, body, deadline);
  }

  /** Whether a call to the location would be tried: it is not known to be silent. */
  public boolean reachable(String location) {
    Peer peer = peers.get(location);
    return peer == null || peer.reachable();
  }

  /** The other locations that were called so far, by code. */
  public List<PeerStatus> status() {
    return peers.values().stream()
        .map(Peer::status)
        .sorted(Comparator.comparing(PeerStatus::location))
        .toList();
  }

  /** Fails the calls under way; does nothing the second time. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    peers.values().forEach(Peer::close);
    ground.pulse().close();
  }
}
