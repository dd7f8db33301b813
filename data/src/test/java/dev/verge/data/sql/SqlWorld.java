package dev.verge.data.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.verge.Sql;
import dev.verge.data.Bookmarks;
import dev.verge.log.FileLog;
import dev.verge.log.Log;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * SQL datasets at several locations in one process, each with a log on disk, connected until they
 * are cut. Time, as lag is measured with, goes on by itself and can be moved forward.
 */
public final class SqlWorld implements AutoCloseable {
  /** What clients' bookmarks are signed with. */
  public static final Bookmarks BOOKMARKS =
      new Bookmarks("a key of this test only".getBytes(UTF_8));

  private final Path folder;
  private final SqlLimits limits;
  private final List<SqlSpec> specs;
  private final UnaryOperator<Log> logWrapper;
  private final TestPeers peers = new TestPeers();
  private final Map<String, Log> logs = new ConcurrentHashMap<>();
  private final Map<String, SqlDatasets> running = new HashMap<>();
  private final AtomicLong skipped = new AtomicLong();

  /**
   * @param logWrapper puts faults around each location's own log
   */
  public SqlWorld(
      Path folder, SqlLimits limits, List<SqlSpec> specs, UnaryOperator<Log> logWrapper) {
    this.folder = folder;
    this.limits = limits;
    this.specs = specs;
    this.logWrapper = logWrapper;
  }

  public SqlWorld(Path folder, SqlLimits limits, List<SqlSpec> specs) {
    this(folder, limits, specs, UnaryOperator.identity());
  }

  /** Starts locations, in this order. */
  public SqlWorld start(String... locations) {
    for (String location : locations) {
      logs.put(
          location, logWrapper.apply(FileLog.open(folder.resolve(location + "/log"), location)));
      SqlDatasets datasets = SqlDatasets.open(config(location), specs);
      running.put(location, datasets);
      peers.serve(location, datasets.operations());
      datasets.start();
    }
    return this;
  }

  /** Ends a location as a process ends that is told to. */
  public void stop(String location) {
    peers.stop(location);
    SqlDatasets datasets = running.remove(location);
    if (datasets != null) {
      datasets.close();
    }
    Log log = logs.remove(location);
    if (log != null) {
      log.close();
    }
  }

  public SqlConfig config(String location) {
    return new SqlConfig(
        location,
        folder.resolve(location + "/sql"),
        new WorldLog(location, logs, peers::connected),
        peers.from(location),
        BOOKMARKS,
        () -> System.nanoTime() + skipped.get(),
        limits);
  }

  /** The datasets at a location that runs. */
  public SqlDatasets at(String location) {
    SqlDatasets datasets = running.get(location);
    if (datasets == null) {
      throw new IllegalStateException(location + " does not run");
    }
    return datasets;
  }

  /** A dataset at a location, for work outside a request. */
  public Sql sql(String location, String dataset) {
    return at(location).bind(dataset, SqlScope.plain());
  }

  /** A dataset at a location as a request sees it that carries a bookmark. */
  public SqlScope scope(String location, @Nullable String bookmark, boolean identified) {
    return at(location).scope(bookmark, null, () -> identified);
  }

  public TestPeers peers() {
    return peers;
  }

  public Path folder() {
    return folder;
  }

  /** Lets time pass, as lag is measured with. */
  public void skip(Duration time) {
    skipped.addAndGet(time.toNanos());
  }

  /** Waits until a dataset is the same at all locations that run. */
  public void awaitEqual(String dataset) {
    Awaitility.await("equal views of " + dataset)
        .atMost(20, TimeUnit.SECONDS)
        .pollInterval(Duration.ofMillis(10))
        .until(() ->
            running.values().stream().map(d -> d.contentHash(dataset)).distinct().count() == 1);
  }

  /** Waits until a dataset's lag is known at a location. */
  public void awaitHeard(String location, String dataset) {
    Awaitility.await("an answered probe")
        .atMost(10, TimeUnit.SECONDS)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> status(location, dataset).lagMillis() != null);
  }

  /** How a dataset stands at a location. */
  public DatasetStatus status(String location, String dataset) {
    return at(location).status().stream()
        .filter(status -> status.name().equals(dataset))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    for (String location : List.copyOf(running.keySet())) {
      stop(location);
    }
  }
}
