package dev.verge.node.server;

import dev.verge.node.config.Limits;
import dev.verge.shield.guard.PerAddress;
import dev.verge.shield.limit.Keys;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one port: refuses what is too many, in all and for one address, before a byte
 * is read. Thread-safe.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a connection that cannot be closed is closed
final class Door {
  private final int most;
  private final PerAddress perAddress;
  private final long headNanos;
  private final long idleNanos;
  private final LongAdder refused = new LongAdder();
  private final ConcurrentHashMap<SocketAddress, Connection> connections =
      new ConcurrentHashMap<>();

  Door(Limits limits) {
    this.most = limits.connections();
    this.perAddress = new PerAddress(limits.connectionsPerAddress());
    this.headNanos = limits.headTime().toNanos();
    this.idleNanos = TimeUnit.SECONDS.toNanos(EdgeServer.IDLE_SECONDS);
  }

  /** Takes a connection that was just accepted and has no event loop yet, or refuses it. */
  boolean accept(Channel channel) {
    if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
      return false; // it has gone already
    }
    String client = Keys.address(remote.getAddress());
    if (connections.size() >= most || !perAddress.enter(client)) {
      refused.increment();
      return false;
    }
    SocketAddress key = SocketAddress.inetSocketAddress(remote);
    Connection connection = new Connection(channel, headNanos, idleNanos);
    connections.put(key, connection);
    channel
        .closeFuture()
        .addListener(closed -> {
          connections.remove(key, connection);
          perAddress.leave(client);
        });
    channel.pipeline().addFirst(connection);
    return true;
  }

  /** Connections that were too many, since the start. */
  long refused() {
    return refused.sum();
  }

  /** A request's head has come; on its connection's event loop. */
  void begin(HttpServerRequest http) {
    Connection connection = find(http);
    if (connection != null) {
      connection.begin(http.version() == HttpVersion.HTTP_2);
      http.response().endHandler(v -> connection.end());
    }
  }

  /** Null if it has closed meanwhile. */
  private @Nullable Connection find(HttpServerRequest http) {
    SocketAddress remote = http.connection().remoteAddress();
    return remote == null ? null : connections.get(remote);
  }
}
