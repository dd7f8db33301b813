package dev.verge.node.peer;

import dev.verge.data.Peers;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a location's operations to the other locations of its cluster, over HTTP/2 without TLS,
 * under {@code POST /OPERATION}. Thread-safe.
 *
 * <p>A request is judged by its head ({@link Gate}): who is not of the cluster gets a 401 and
 * nothing of the body is kept. Then the operation runs on a virtual thread; its answer, or the
 * {@link dev.verge.Problem} it threw, goes back signed. {@code ping} is answered on the event loop,
 * so that it tells that this node lives, however busy its operations are.
 */
public final class PeerServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PeerServer.class);

  static final String PING = "ping";

  /** More than a client leaves an idle connection open, so that it is the client who closes. */
  private static final int IDLE_SECONDS = 120;

  private static final int MAX_HEADERS = 8 << 10;
  private static final int STREAM_WINDOW = 1 << 20;
  private static final int CONNECTION_WINDOW = 16 << 20;

  /** Callers that give up reset their streams; an attacker does so to make work. */
  private static final int MAX_RESETS_PER_WINDOW = 20_000;

  private static final long PATIENCE_SECONDS = 5;

  /**
   * Bounds of what is served at once.
   *
   * @param body bytes of a request's or an answer's body
   * @param bodies bytes of all requests' bodies
   * @param operations operations
   */
  record Limits(int body, long bodies, int operations) {
    /** 64 MiB, 256 MiB, 1,024. */
    static final Limits DEFAULT = new Limits(64 << 20, 256L << 20, 1_024);
  }

  private final String here;
  private final Loop loop;
  private final HttpServer server;
  private final ExecutorService threads;

  /**
   * Listens; returns when the port accepts connections.
   *
   * @param port 0: any
   * @param here this location's code
   * @param locations the codes of all locations of the cluster: nobody else is let in
   * @param secret at least 32 bytes that only the cluster's nodes know
   * @param clock must be within 30 s of the others'
   * @param operations by name, looked up at each call
   * @throws IllegalStateException naming the address, if it cannot be listened on
   */
  public PeerServer(
      Vertx vertx,
      String host,
      int port,
      String here,
      Set<String> locations,
      byte[] secret,
      InstantSource clock,
      Map<String, Peers.Operation> operations) {
    this(vertx, host, port, here, locations, secret, clock, operations, Limits.DEFAULT);
  }

  PeerServer(
      Vertx vertx,
      String host,
      int port,
      String here,
      Set<String> locations,
      byte[] secret,
      InstantSource clock,
      Map<String, Peers.Operation> operations,
      Limits limits) {
    this.here = here;
    this.threads =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("verge-peer-" + here + "-", 0).factory());
    ClusterSecret cluster = ClusterSecret.of(secret);
    Problems.prepare();
    Gate gate = new Gate(here, locations, cluster, clock);
    Service service =
        new Service(new Operations(here, operations), cluster, new Capacity(limits), threads);
    this.loop = Loop.take(vertx);
    this.server =
        vertx
            .createHttpServer(options(limits))
            .requestHandler(request -> accept(gate, service, request));
    Promise<HttpServer> listening = Promise.promise();
    loop.context().runOnContext(v -> server.listen(port, host).onComplete(listening));
    try {
      listening.future().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | RuntimeException e) {
      loop.close();
      threads.close();
      throw new IllegalStateException(
          here + " cannot listen for peers on " + host + ":" + port + ": " + e.getMessage(), e);
    }
  }

  private static HttpServerOptions options(Limits limits) {
    return new HttpServerOptions()
        .setHttp2ClearTextEnabled(true)
        .setMaxHeaderSize(MAX_HEADERS)
        .setHttp2ConnectionWindowSize(CONNECTION_WINDOW)
        .setHttp2RstFloodMaxRstFramePerWindow(MAX_RESETS_PER_WINDOW)
        .setInitialSettings(
            new Http2Settings()
                .setMaxHeaderListSize(MAX_HEADERS)
                .setInitialWindowSize(STREAM_WINDOW)
                // Too many operations are answered with 503, which needs streams beyond theirs.
                .setMaxConcurrentStreams(4L * limits.operations()))
        .setTcpNoDelay(true)
        .setIdleTimeout(IDLE_SECONDS);
  }

  private static void accept(Gate gate, Service service, HttpServerRequest request) {
    request.exceptionHandler(e -> log.debug("a caller went away: {}", e.toString()));
    request.response().exceptionHandler(e -> log.debug("a caller went away: {}", e.toString()));
    Gate.Visit visit = gate.admit(request);
    if (visit == null) {
      request.response().setStatusCode(401).end().onComplete(sent -> request.response().reset());
    } else {
      new PeerExchange(service, request, visit).begin();
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** Accepts nothing more, and gives running operations a few seconds. */
  @Override
  public void close() {
    try {
      server.shutdown(1, TimeUnit.SECONDS).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | RuntimeException e) {
      log.warn("the peer server of {} did not close in order", here, e);
    }
    loop.close();
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        log.warn("operations of {} still run after its peer server closed", here);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What all exchanges share. */
  record Service(
      Operations operations, ClusterSecret secret, Capacity capacity, ExecutorService threads) {}
}
