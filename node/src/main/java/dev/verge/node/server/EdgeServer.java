package dev.verge.node.server;

import dev.verge.node.config.Limits;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP server for clients: HTTP/1.1 and HTTP/2 without TLS, one acceptor per core behind one
 * port, with the bounds that must hold before a request exists. Thread-safe.
 */
public final class EdgeServer implements AutoCloseable {
  static final int IDLE_SECONDS = 60;
  private static final int MAX_STREAMS = 100;

  /** Streams that a client may take back in that time, else the connection ends. */
  private static final int MAX_RESETS = 100;

  private static final int RESET_SECONDS = 10;
  private static final int MAX_REQUEST_LINE = 16 * 1024;
  private static final long PATIENCE_SECONDS = 10;

  /** To Vert.x: listeners with one number share any one port. Each server has its own number. */
  private static final AtomicInteger SHARED_PORTS = new AtomicInteger();

  private final Vertx vertx;
  private final String deployment;
  private final int port;
  private final Door door;

  private EdgeServer(Vertx vertx, String deployment, int port, Door door) {
    this.vertx = vertx;
    this.deployment = deployment;
    this.port = port;
    this.door = door;
  }

  /**
   * Listens; returns when the port accepts connections.
   *
   * @param vertx from {@link Doors#vertx}
   * @param port 0: any
   * @param accept called on an event loop for each request
   * @param invalid called on an event loop for what is not HTTP or breaks a bound; must answer it
   * @throws IllegalStateException naming the address, if it cannot be listened on
   */
  public static EdgeServer listen(
      Vertx vertx,
      String host,
      int port,
      Limits limits,
      Handler<HttpServerRequest> accept,
      Handler<HttpServerRequest> invalid) {
    SocketAddress address =
        port == 0
            ? SocketAddress.sharedRandomPort(SHARED_PORTS.incrementAndGet(), host)
            : SocketAddress.inetSocketAddress(port, host);
    HttpServerOptions options = options(limits);
    Doors doors = Doors.of(vertx);
    Door door = new Door(limits);
    Handler<HttpServerRequest> known =
        http -> {
          door.begin(http);
          accept.handle(http);
        };
    AtomicInteger actual = new AtomicInteger();
    DeploymentOptions perCore =
        new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
    try {
      String id =
          vertx
              .deployVerticle(() -> new Acceptor(address, options, known, invalid, actual), perCore)
              .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      doors.open(actual.get(), door);
      return new EdgeServer(vertx, id, actual.get(), door);
    } catch (Exception e) {
      // Whatever the cause was, checked or not, await throws it as it is.
      throw new IllegalStateException(
          "cannot listen on " + host + ":" + port + ": " + e.getMessage(), e);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** Connections that were closed when they were accepted, since the start: they were too many. */
  public long refused() {
    return door.refused();
  }

  @Override
  public void close() {
    Doors.of(vertx).close(port);
    try {
      vertx.undeploy(deployment).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the server on port " + port + " did not close", e);
    }
  }

  private static HttpServerOptions options(Limits limits) {
    return new HttpServerOptions()
        .setMaxHeaderSize(limits.headers())
        .setMaxInitialLineLength(MAX_REQUEST_LINE)
        .setInitialSettings(
            new Http2Settings()
                .setMaxHeaderListSize(limits.headers())
                .setMaxConcurrentStreams(MAX_STREAMS))
        .setHttp2RstFloodMaxRstFramePerWindow(MAX_RESETS)
        .setHttp2RstFloodWindowDuration(RESET_SECONDS)
        .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
        .setTcpNoDelay(true)
        .setIdleTimeout(IDLE_SECONDS);
  }

  /** One server on one event loop; Vert.x spreads connections over those that share a port. */
  private static final class Acceptor extends VerticleBase {
    private final SocketAddress address;
    private final HttpServerOptions options;
    private final Handler<HttpServerRequest> accept;
    private final Handler<HttpServerRequest> invalid;
    private final AtomicInteger port;

    Acceptor(
        SocketAddress address,
        HttpServerOptions options,
        Handler<HttpServerRequest> accept,
        Handler<HttpServerRequest> invalid,
        AtomicInteger port) {
      this.address = address;
      this.options = options;
      this.accept = accept;
      this.invalid = invalid;
      this.port = port;
    }

    @Override
    public Future<?> start() {
      return vertx
          .createHttpServer(options)
          .requestHandler(accept)
          .invalidRequestHandler(invalid)
          .listen(address)
          .onSuccess(server -> port.set(server.actualPort()));
    }
  }
}
