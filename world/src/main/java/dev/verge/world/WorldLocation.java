package dev.verge.world;

import dev.verge.Location;
import dev.verge.Problem;
import dev.verge.node.Client;
import dev.verge.node.Node;
import dev.verge.world.Airports.Airport;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One location of a world, whose node can be stopped and started. Thread-safe. */
final class WorldLocation implements Gateway.Site, AutoCloseable {
  private final Airport airport;
  private final Supplier<LinkedLog> logs;
  private final NodeStarter starter;
  private final Object changing = new Object();
  private @Nullable LinkedLog log; // guarded by changing
  private volatile @Nullable Node node;
  private volatile int port;

  /**
   * @param port for clients; 0: any free one, and the same again when it is started again
   * @param logs gives a view of the log for each start
   * @param starter starts the node
   */
  WorldLocation(Airport airport, int port, Supplier<LinkedLog> logs, NodeStarter starter) {
    this.airport = airport;
    this.port = port;
    this.logs = logs;
    this.starter = starter;
  }

  /** Starts the node unless it runs. */
  void start() {
    synchronized (changing) {
      if (node == null) {
        LinkedLog view = logs.get();
        log = view;
        Node started = starter.start(airport, view, port);
        port = started.port();
        node = started;
      }
    }
  }

  /** Stops the node if it runs, or ends what a start that failed has left. */
  @Override
  public void close() {
    synchronized (changing) {
      Node running = node;
      node = null;
      if (running != null) {
        running.close();
      }
      if (log != null) {
        log.close();
      }
    }
  }

  /** The node ends its calls to others, ahead of {@link #close}. */
  void stopCalling() {
    Node running = node;
    if (running != null) {
      running.stopCalling();
    }
  }

  Airport airport() {
    return airport;
  }

  String code() {
    return airport.code();
  }

  int port() {
    return port;
  }

  /**
   * The running node.
   *
   * @throws Problem 503 if it is stopped
   */
  Node node() {
    Node running = node;
    if (running == null) {
      throw Problem.unavailable(code() + " is stopped", Duration.ofSeconds(1));
    }
    return running;
  }

  @Override
  public Location location() {
    return airport.location();
  }

  @Override
  public boolean isHealthy() {
    return node != null;
  }

  @Override
  public void accept(HttpServerRequest http, Client client) {
    unlessStopped(http, running -> running.handle(http, client));
  }

  @Override
  public void refuse(HttpServerRequest http, Problem problem) {
    unlessStopped(http, running -> running.refuse(http, problem));
  }

  @Override
  public void refuse(HttpServerRequest http) {
    unlessStopped(http, running -> running.refuse(http));
  }

  private void unlessStopped(HttpServerRequest http, Consumer<Node> action) {
    Node running = node;
    if (running != null) {
      action.accept(running);
    } else {
      http.response()
          .setStatusCode(503)
          .putHeader("Content-Type", "application/problem+json")
          .putHeader("Retry-After", "1")
          .end("{\"title\":\"Service unavailable\",\"status\":503}");
    }
  }
}
