package dev.verge.world;

import dev.verge.Problem;
import dev.verge.data.mesh.DataMesh;
import dev.verge.log.FileLog;
import dev.verge.log.Log;
import dev.verge.node.Network;
import dev.verge.node.server.Doors;
import dev.verge.shield.FirewallRules;
import dev.verge.shield.LiveRules;
import dev.verge.shield.guard.Countries;
import dev.verge.shield.identity.JwtKeys;
import dev.verge.shield.identity.JwtSettings;
import dev.verge.web.Application;
import dev.verge.web.Bundle;
import dev.verge.world.Airports.Airport;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Several locations in one process, with the network between them simulated.
 *
 * <p>Each location has a node and a log of its own, as in production. What passes between locations
 * passes over {@link Links}: requests between nodes through the wire that each node is given,
 * access to partitions through the {@link LinkedLog} that each node is given. Clients come through
 * the {@link Gateway} or to a location's own port; commands come through the {@link Control}
 * endpoint.
 *
 * <p>Thread-safe. Closing takes a bounded time and leaves everything on disk for the next run.
 */
public final class World implements AutoCloseable {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final WorldConfig config;
  private final Closing closing;
  private final Map<String, WorldLocation> locations = new LinkedHashMap<>();
  private final Links links;
  private final @Nullable LiveRules rules;
  private final Application application;
  private final Gateway gateway;

  /**
   * Opens a world: when this returns every location answers.
   *
   * @throws WorldException naming what cannot be, and the mend
   * @throws dev.verge.web.DefinitionException if the bundle is wrong
   */
  public static World open(WorldConfig config) {
    Closing closing = new Closing(CLOSE_LIMIT);
    try {
      return new World(config, closing);
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  private World(WorldConfig config, Closing closing) {
    this.config = config;
    this.closing = closing;
    Supplier<Vertx> engine = Parallel.begin(World::engine);
    closing.add(
        "Vert.x", () -> engine.get().close().await(CLOSE_LIMIT.toSeconds(), TimeUnit.SECONDS));
    Folder folder = closing.add("the data folder", Folder.take(config.data()));
    folder.keepOrigin(origin());
    Supplier<JwtKeys> keys = Parallel.begin(() -> keys(folder, config.settings().jwt()));
    Supplier<Optional<LiveRules>> loading =
        Parallel.begin(() -> rules(config.settings().firewall()));
    Supplier<Optional<Countries>> countries =
        Parallel.begin(() -> countries(config.settings().geoDatabase()));
    Bundle bundle = closing.add("the bundle", Bundle.open(config.bundle()));
    application = bundle.define();
    Scheduler scheduler = closing.add("the links", Scheduler.system());
    List<Airport> airports = config.locations().stream().map(World::airport).toList();
    links = new Links(airports.stream().map(Airport::location).toList(), config.wan(), scheduler);

    Map<String, Log> logs = openLogs(folder);
    Vertx vertx = engine.get();
    rules = loading.get().orElse(null);
    JwtKeys jwtKeys = closing.add("the keys of tokens", keys.get());
    jwtKeys.start();
    Place standard = Place.of(airports.getFirst());
    Clients clients = new Clients(Airports.bundled(), standard, countries.get().orElse(null));
    NodeStarter starter =
        new NodeStarter(
            config,
            folder,
            folder.clusterSecret(),
            jwtKeys,
            rules,
            bundle,
            vertx,
            new Network(links, new ConcurrentHashMap<>()),
            clients);
    for (Airport airport : airports) {
      int port = config.port() == 0 ? 0 : config.port() + 1 + locations.size();
      Supplier<LinkedLog> log =
          () -> new LinkedLog(airport.code(), logs, links, LinkedLog.PATIENCE);
      locations.put(airport.code(), new WorldLocation(airport, port, log, starter));
    }
    closing.add("the locations", () -> Parallel.run(locations.values(), WorldLocation::close));
    // Before any of them closes: none shall take the end of another for a failure.
    closing.add(
        "the calls between locations",
        () -> Parallel.run(locations.values(), WorldLocation::stopCalling));
    Parallel.run(locations.values(), WorldLocation::start);
    List<WorldLocation> sites = List.copyOf(locations.values());
    gateway = new Gateway(vertx, config.port(), clients, sites, config.wan(), scheduler);
    closing.add("the gateway", gateway);
    closing.add("control", new Control(folder.control(), new Operations(this).all()));
  }

  private static Optional<LiveRules> rules(@Nullable FirewallRules firewall) {
    try {
      return Optional.ofNullable(firewall).map(LiveRules::new);
    } catch (IllegalArgumentException e) {
      throw new WorldException("the firewall's rules cannot be used: " + e.getMessage(), e);
    }
  }

  private static Optional<Countries> countries(@Nullable Path geoDatabase) {
    try {
      return Optional.ofNullable(geoDatabase).map(Countries::open);
    } catch (IllegalArgumentException e) {
      throw new WorldException(
          "the geo database cannot be used (geo.database of the settings; a file with the countries"
              + " of addresses in the MaxMind DB format): "
              + e.getMessage(),
          e);
    }
  }

  private static JwtKeys keys(Folder folder, JwtSettings settings) {
    try {
      return JwtKeys.open(folder.signingKey(), settings, folder.jwks());
    } catch (IllegalArgumentException e) {
      throw new WorldException(
          "the keys of tokens cannot be used (jwt of the settings, or signing.jwk of the data"
              + " folder): "
              + e.getMessage(),
          e);
    }
  }

  private Map<String, Log> openLogs(Folder folder) {
    Map<String, Log> logs = new ConcurrentHashMap<>();
    closing.add("the logs", () -> Parallel.run(logs.values(), Log::close));
    Parallel.run(config.locations(), code -> logs.put(code, FileLog.open(folder.log(code), code)));
    return logs;
  }

  /** The codes of the locations, in order; the first one has the origin role. */
  public List<String> locations() {
    return config.locations();
  }

  /** The code of the location with the origin role. */
  public String origin() {
    return config.locations().getFirst();
  }

  /** Where clients go. */
  public URI gateway() {
    return url(gateway.port());
  }

  /** Where a location answers its clients directly. */
  public URI url(String location) {
    return url(location(location).port());
  }

  /**
   * The datasets as a location sees them.
   *
   * @throws dev.verge.Problem 503 if it is stopped
   */
  public DataMesh data(String location) {
    return location(location).node().data();
  }

  /** Cuts a location off from the others, not from its clients. */
  public void partition(String location) {
    links.cut(location);
  }

  /** Ends {@link #partition}. */
  public void heal(String location) {
    links.heal(location);
  }

  /** Whether a location is cut off from the others. */
  public boolean isCut(String location) {
    return links.isCut(location);
  }

  /** Loses a location as if its machines had been turned off: its log too is out of reach. */
  public void stop(String location) {
    links.cut(location);
    location(location).close();
  }

  /** Brings a location back after {@link #stop}, at the same port, with the data it had. */
  public void start(String location) {
    links.heal(location);
    location(location).start();
  }

  /**
   * Reads the files of the firewall's rules again. From then on requests meet the new rules, at
   * every location, also one that is started later; those that have begun keep the old ones.
   *
   * @return how many rules there are
   * @throws Problem 404 if there is no firewall; 422 if they cannot be loaded, naming file and line
   */
  int reloadRules() {
    if (rules == null) {
      throw Problem.of(
          404,
          "No firewall",
          "the firewall is off (--shield, or waf of the settings): there is nothing to reload");
    }
    try {
      return rules.reload().size();
    } catch (IllegalArgumentException e) {
      throw Problem.of(
          422, "Unusable rules", e.getMessage() + "; the firewall's rules stay as they were");
    }
  }

  /** How everything stands. */
  public WorldStatus status() {
    return new StatusReport(this).make();
  }

  /** Where requests are answered, and why. */
  public List<RouteInfo> routes() {
    return RouteInfo.of(application);
  }

  /** Stops everything, in order. */
  @Override
  public void close() {
    closing.close();
  }

  /** The application as it was declared. */
  Application application() {
    return application;
  }

  WorldLocation location(String code) {
    WorldLocation location = locations.get(code);
    if (location == null) {
      throw new IllegalArgumentException(
          "no location '" + code + "', there are " + String.join(", ", locations.keySet()));
    }
    return location;
  }

  /** Without the temporary folder that Vert.x makes for files on the class path: it serves none. */
  private static Vertx engine() {
    FileSystemOptions files =
        new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false);
    return Doors.vertx(new VertxOptions().setFileSystemOptions(files));
  }

  private static Airport airport(String code) {
    return Objects.requireNonNull(Airports.bundled().find(code));
  }

  private static URI url(int port) {
    return URI.create("http://localhost:" + port);
  }
}
