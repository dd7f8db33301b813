package dev.verge.node.origin;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.verge.node.config.Settings;
import dev.verge.web.Migration;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL datasets of the origin: a server by address, or one embedded server for all that
 * have none. Each starts on a thread of its own, so that one that is down holds up no other; a
 * pool's {@code getConnection} waits for its database a bounded time. A pool gets an address only
 * once the migrations are done, so nobody sees a database half made. Thread-safe.
 */
final class Databases implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Databases.class);
  private static final int POOL_SIZE = 10;

  /** Shorter than the 5 s that a caller at another location waits: it hears why it got nothing. */
  private static final long CONNECTION_TIMEOUT_MS = 3_000;

  private static final int SILENCE_SECONDS = 15;
  private static final long STOP_MS = 10_000;
  private static final long RETRY_MS = 2_000;
  private static final String NOWHERE = "jdbc:postgresql://127.0.0.1:1/starting";

  private final Origin.Place place;
  private final Map<String, List<Migration>> migrations;
  private final Map<String, PGSimpleDataSource> sources = new LinkedHashMap<>();
  private final Map<String, HikariDataSource> pools = new LinkedHashMap<>();
  private final Map<String, String> status = new ConcurrentHashMap<>();
  private final List<Thread> starters = new ArrayList<>();
  private @Nullable EmbeddedServer embedded;
  private boolean closed;

  /** Databases by name, with their migrations; nothing runs yet. */
  Databases(Origin.Place place, Map<String, List<Migration>> migrations) {
    this.place = place;
    this.migrations = migrations;
    for (String name : migrations.keySet()) {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setUrl(NOWHERE);
      sources.put(name, source);
      status.put(name, "starting");
    }
  }

  /** Starts everything in the background. */
  void start() {
    sources.forEach((name, source) -> pools.put(name, pool(name, source)));
    if (!sources.isEmpty()) {
      place.progress().accept("starting PostgreSQL (" + String.join(", ", sources.keySet()) + ")");
    }
    for (String name : sources.keySet()) {
      starters.add(
          Thread.ofPlatform()
              .name("postgres-start-" + name)
              .daemon()
              .start(() -> keepOpening(name)));
    }
  }

  /** The pool of a dataset. */
  DataSource source(String name) {
    HikariDataSource pool = pools.get(name);
    if (pool == null) {
      throw new IllegalArgumentException(
          "no PostgreSQL dataset '" + name + "' here, there are " + pools.keySet());
    }
    return pool;
  }

  Map<String, String> status() {
    return Map.copyOf(status);
  }

  @Override
  public void close() {
    starters.forEach(Thread::interrupt);
    try {
      for (Thread starter : starters) {
        starter.join(STOP_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pools.values().forEach(HikariDataSource::close);
    synchronized (this) {
      closed = true;
      if (embedded != null) {
        embedded.close();
      }
    }
  }

  private void keepOpening(String name) {
    try {
      while (!open(name)) {
        Thread.sleep(RETRY_MS);
      }
    } catch (InterruptedException e) {
      log.debug("closed before PostgreSQL dataset {} was up", name);
    }
  }

  /** Whether the database is up now; if not, why not is told. */
  private boolean open(String name) {
    try {
      PGSimpleDataSource direct = new PGSimpleDataSource();
      address(name, direct);
      PostgresMigrations.apply(direct, name, migrations.getOrDefault(name, List.of()));
      PGSimpleDataSource source = Objects.requireNonNull(sources.get(name));
      address(name, source);
      // A server that falls silent must not hold a connection for ever; migrations may take long.
      source.setSocketTimeout(SILENCE_SECONDS);
      source.setTcpKeepAlive(true);
      status.put(name, "up");
      place.progress().accept("PostgreSQL (" + name + ") is up");
      return true;
    } catch (IOException | SQLException | RuntimeException e) {
      if (!Thread.currentThread().isInterrupted()) {
        String down = "down: " + e.getMessage();
        if (!down.equals(status.put(name, down))) {
          log.error("PostgreSQL dataset {} cannot be opened, trying again: {}", name, e.toString());
        }
        log.debug("how it failed", e);
      }
      return false;
    }
  }

  private void address(String name, PGSimpleDataSource source) throws IOException, SQLException {
    Settings.Postgres address = place.addresses().get(name);
    if (address != null) {
      source.setUrl(address.url());
      source.setUser(address.user());
      source.setPassword(address.password());
    } else {
      EmbeddedServer server = embedded();
      source.setUrl(server.database(name));
      source.setUser(EmbeddedServer.USER);
      source.setPassword(server.password());
    }
    source.setConnectTimeout(5);
    source.setApplicationName("verge");
  }

  private synchronized EmbeddedServer embedded() throws IOException {
    if (closed) {
      throw new IOException("the node is closing");
    }
    if (embedded == null) {
      embedded = EmbeddedServer.start(place.folder(), place.shared());
    }
    return embedded;
  }

  private static HikariDataSource pool(String name, DataSource source) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(source);
    config.setMaximumPoolSize(POOL_SIZE);
    // Connections are made when asked for: attempts without need would only slow down later ones.
    config.setMinimumIdle(0);
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }
}
