package dev.verge.node;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.verge.Location;
import dev.verge.Problem;
import dev.verge.data.Peers;
import dev.verge.data.mesh.DataMesh;
import dev.verge.log.Log;
import dev.verge.node.config.Audit;
import dev.verge.node.config.Limits;
import dev.verge.node.identity.RevocationList;
import dev.verge.node.origin.Origin;
import dev.verge.node.peer.PeerClient;
import dev.verge.node.peer.PeerServer;
import dev.verge.node.server.EdgeServer;
import dev.verge.node.server.InvalidRequests;
import dev.verge.shield.AuditLog;
import dev.verge.shield.Firewall;
import dev.verge.shield.identity.Revocations;
import dev.verge.shield.identity.Tokens;
import dev.verge.shield.limit.Keys;
import dev.verge.shield.limit.RateLimiter;
import dev.verge.web.Application;
import dev.verge.web.Bundle;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One location of a cluster: its views of the data, its servers for clients and for other nodes,
 * and at the origin the components that run there. Thread-safe.
 *
 * <p>Starting is in the order of need: peers can be called before data is opened, data is there
 * before the first client. Closing is the reverse, and also follows a start that failed half-way.
 */
public final class Node implements AutoCloseable {
  private static final int BACKGROUND_TASKS = 1_000;
  private static final Duration BACKGROUND_LIMIT = Duration.ofSeconds(30);

  private final NodeConfig config;
  private final Closer closer;
  private final DataMesh data;
  private final PeerClient peers;
  private final Origin origin;
  private final Services services;
  private final RouteLimits rateLimits;
  private final Pipeline pipeline;
  private final EdgeServer server;
  private final Application application;

  /**
   * Starts a location; returns when it answers clients.
   *
   * @param log the log as this location sees it
   * @param clients who a request's client is; throws {@link Problem} for what cannot be
   * @throws IllegalStateException if a port cannot be listened on
   */
  public static Node start(
      NodeConfig config,
      Bundle bundle,
      Log log,
      Vertx vertx,
      Network network,
      Function<HttpServerRequest, Client> clients) {
    Closer closer = new Closer(config.location().code());
    try {
      return new Node(config, bundle, log, vertx, network, clients, closer);
    } catch (RuntimeException | Error e) {
      closer.close();
      throw e;
    }
  }

  private Node(
      NodeConfig config,
      Bundle bundle,
      Log log,
      Vertx vertx,
      Network network,
      Function<HttpServerRequest, Client> clients,
      Closer closer) {
    this.config = config;
    this.closer = closer;
    this.application = bundle.define();
    Location here = config.location();
    InstantSource clock = InstantSource.system();

    Map<String, Peers.Operation> operations = new ConcurrentHashMap<>();
    this.peers = closer.add(peerClient(config, vertx, network, operations));
    PeerServer peerServer = closer.add(peerServer(config, vertx, operations));
    network
        .peers()
        .put(here.code(), SocketAddress.inetSocketAddress(peerServer.port(), config.host()));

    this.data = closer.add(Views.open(config, bundle, application, log, peers));
    this.origin = closer.add(origin(config, bundle, application, data, peers));
    operations.putAll(data.operations());
    operations.putAll(origin.operations());
    data.start();
    origin.start();

    RevocationList revocations = Views.revocations(application.revocations(), data, clock);
    Limits limits = config.settings().limits();
    this.services =
        new Services(
            here,
            application,
            data,
            origin,
            firewall(config, closer, clock),
            new Tokens(config.keys(), clock, revocations == null ? Revocations.NONE : revocations),
            revocations,
            new CacheAside(limits.cacheBytes(), Ticker.systemTicker(), application.json()),
            closer.add(new Background(BACKGROUND_TASKS, BACKGROUND_LIMIT)),
            new Services.RequestIds(here.code(), clock.millis()),
            limits.headers());
    LimitKeys limitKeys = new LimitKeys(new Keys(SharedLimits.keySecret(config.clusterSecret())));
    this.rateLimits =
        new RouteLimits(application.routes(), config.settings().rateLimits(), limitKeys);
    if (!rateLimits.global().isEmpty()) {
      share(rateLimits.global(), operations);
    }
    Guard guard = new Guard(limits, config.settings().access());
    this.pipeline = new Pipeline(services, guard, rateLimits);
    this.server =
        closer.add(
            EdgeServer.listen(
                vertx,
                config.host(),
                config.port(),
                limits,
                http -> accept(http, clients),
                this::refuse));
  }

  private void share(List<RateLimiter> global, Map<String, Peers.Operation> operations) {
    SharedLimits shared =
        closer.add(new SharedLimits(global, config.location().code(), config.locations(), peers));
    operations.putAll(shared.operations());
    shared.start();
  }

  private static @Nullable Firewall firewall(
      NodeConfig config, Closer closer, InstantSource clock) {
    if (config.rules() == null) {
      return null;
    }
    Audit audit = config.settings().audit();
    Duration time = config.settings().limits().rulesTime();
    try {
      AuditLog log =
          audit.on() ? new AuditLog(config.folder(), audit.bytes(), audit.values(), clock) : null;
      return closer.add(new Firewall(config.rules(), config.location().code(), time, log));
    } catch (IOException e) {
      throw new IllegalStateException(
          "the audit log cannot be written at " + config.folder() + ": " + e.getMessage(), e);
    }
  }

  private static PeerClient peerClient(
      NodeConfig config, Vertx vertx, Network network, Map<String, Peers.Operation> operations) {
    return new PeerClient(
        vertx,
        config.location().code(),
        config.clusterSecret(),
        network.peers()::get,
        network.wire(),
        InstantSource.system(),
        operations);
  }

  private static PeerServer peerServer(
      NodeConfig config, Vertx vertx, Map<String, Peers.Operation> operations) {
    return new PeerServer(
        vertx,
        config.host(),
        config.peerPort(),
        config.location().code(),
        java.util.Set.copyOf(config.locations()),
        config.clusterSecret(),
        InstantSource.system(),
        operations);
  }

  private static Origin origin(
      NodeConfig config, Bundle bundle, Application application, DataMesh data, Peers peers) {
    Origin.Place place =
        new Origin.Place(
            config.location().code(),
            config.origin(),
            config.folder(),
            config.shared(),
            config.settings().postgres(),
            config.progress());
    return new Origin(place, bundle, application, data.detached(), peers);
  }

  /**
   * Takes a request as if it had come in on this location's port. For event loops; never throws.
   */
  public void handle(HttpServerRequest http, Client client) {
    pipeline.accept(http, client);
  }

  /** Answers a request that cannot be taken. For event loops; never throws. */
  public void refuse(HttpServerRequest http, Problem problem) {
    pipeline.refuse(http, new Client("", "XX"), problem);
  }

  /** This location. */
  public Location location() {
    return config.location();
  }

  /** The port for clients. */
  public int port() {
    return server.port();
  }

  /** The datasets here, for work outside requests. */
  public DataMesh data() {
    return data;
  }

  /** The origin's components and databases, as this location sees them. */
  public Origin origin() {
    return origin;
  }

  /**
   * Work that failed after its response, since the start: {@code waitUntil} tasks, cache writes.
   */
  public long failedAfterResponse() {
    return services.background().failures() + services.cache().failedWrites();
  }

  /** What the shield did since the start. */
  public ShieldStatus shield() {
    Firewall firewall = services.firewall();
    return new ShieldStatus(
        server.refused(),
        firewall == null ? 0 : firewall.refused(),
        firewall == null ? Map.of() : firewall.matches(),
        rateLimits.counts());
  }

  /** The application as it was declared. */
  public Application application() {
    return application;
  }

  /** Ends the calls to other locations for good, ahead of {@link #close}. */
  public void stopCalling() {
    peers.close();
  }

  @Override
  public void close() {
    closer.close();
  }

  private void accept(HttpServerRequest http, Function<HttpServerRequest, Client> clients) {
    Client client;
    try {
      client = clients.apply(http);
    } catch (Problem problem) {
      refuse(http, problem);
      return;
    }
    handle(http, client);
  }

  /** Answers bytes that are no request, or break a bound. For event loops; never throws. */
  public void refuse(HttpServerRequest http) {
    refuse(http, InvalidRequests.problem(http.decoderResult().cause()));
  }
}
