package dev.verge.data.kv;

import dev.verge.Consistency;
import dev.verge.Kv;
import dev.verge.Sql;
import dev.verge.data.sql.SqlSpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The KV datasets at one location, over SQL datasets that somebody else opens. Thread-safe.
 *
 * <p>Its SQL datasets are named {@code kv.NAME}, or {@code kv.NAME@LOCATION} for each partition of
 * a dataset that is strong per user.
 */
public final class KvDatasets implements AutoCloseable {
  private final Map<String, Layout> layouts = new LinkedHashMap<>();
  private final String here;
  private final InstantSource clock;
  private @Nullable Sweeper sweeper;

  private KvDatasets(
      List<KvSpec> specs,
      List<String> locations,
      String here,
      String primary,
      InstantSource clock) {
    for (String location : locations) {
      if (!Keys.isHome(location)) {
        throw new IllegalArgumentException(
            "'" + location + "' cannot be a home: a location is three lower-case letters");
      }
    }
    if (!locations.contains(here) || !locations.contains(primary)) {
      throw new IllegalArgumentException(
          "here (%s) and primary (%s) must be among %s".formatted(here, primary, locations));
    }
    this.here = here;
    this.clock = clock;
    for (KvSpec spec : specs) {
      if (layouts.put(spec.name(), Layout.of(spec, locations, primary)) != null) {
        throw new IllegalArgumentException("KV dataset '" + spec.name() + "' is declared twice");
      }
    }
  }

  /**
   * Lays out KV datasets. Nothing runs yet.
   *
   * @param locations the codes of all locations, which are the homes that keys may tell
   * @param here this location's code
   * @param primary the location of partitions and keys that have no home of their own
   */
  public static KvDatasets of(
      List<KvSpec> specs, List<String> locations, String here, String primary) {
    return of(specs, locations, here, primary, InstantSource.system());
  }

  /**
   * The same with another clock.
   *
   * @param clock what entries expire by
   */
  public static KvDatasets of(
      List<KvSpec> specs,
      List<String> locations,
      String here,
      String primary,
      InstantSource clock) {
    return new KvDatasets(specs, locations, here, primary, clock);
  }

  /** The SQL datasets that must be opened beneath. */
  public List<SqlSpec> sqlSpecs() {
    List<SqlSpec> specs = new ArrayList<>();
    layouts.values().forEach(layout -> specs.addAll(layout.sqlSpecs()));
    return specs;
  }

  /**
   * The SQL dataset of a KV dataset that is kept in one.
   *
   * @throws IllegalArgumentException if there is no such KV dataset
   */
  public String partition(String dataset) {
    Layout layout = layout(dataset);
    if (layout.datasets().size() != 1) {
      throw new IllegalArgumentException("'" + dataset + "' has a partition for each location");
    }
    return layout.dataset(layout.primary());
  }

  /** The KV dataset that a SQL dataset is a partition of. */
  public Optional<KvSpec> owner(String sqlDataset) {
    return layouts.values().stream()
        .filter(layout -> layout.datasets().containsValue(sqlDataset))
        .map(Layout::spec)
        .findFirst();
  }

  /**
   * Begins to sweep what has expired from the partitions that are written here, once a minute.
   *
   * @param sql the SQL dataset of a name, for work outside a request
   */
  public void start(Function<String, Sql> sql) {
    start(
        sql,
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("verge-kv-sweeper").factory()));
  }

  /** The same on a scheduler, which is closed with this. */
  synchronized void start(Function<String, Sql> sql, ScheduledExecutorService scheduler) {
    if (sweeper != null) {
      throw new IllegalStateException("the KV datasets at " + here + " are started already");
    }
    sweeper = sweeper(sql, scheduler);
    sweeper.start();
  }

  /** A sweeper, not yet started, of the partitions that are written here. */
  Sweeper sweeper(Function<String, Sql> sql, ScheduledExecutorService scheduler) {
    List<String> written =
        sqlSpecs().stream().filter(spec -> spec.primary().equals(here)).map(SqlSpec::name).toList();
    return new Sweeper(written, sql, clock, scheduler);
  }

  /**
   * A dataset for one request.
   *
   * @param partitions the SQL datasets, bound to the request
   * @throws IllegalArgumentException naming the KV datasets there are
   */
  public Kv bind(String dataset, Partitions partitions) {
    Layout layout = layout(dataset);
    KvSpec spec = layout.spec();
    Placement placement =
        spec.consistency() instanceof Consistency.StrongPerUser perUser
            ? new Homes(layout, perUser.orStale(), partitions, clock)
            : new Placement.Whole(
                new Table(partitions.declared(layout.dataset(layout.primary())), clock));
    return new BoundKv(spec, here, clock, placement);
  }

  private Layout layout(String dataset) {
    Layout layout = layouts.get(dataset);
    if (layout == null) {
      throw new IllegalArgumentException(
          "no KV dataset '" + dataset + "', there are " + layouts.keySet());
    }
    return layout;
  }

  /** Stops sweeping, at once or after the batch that runs. */
  @Override
  public synchronized void close() {
    if (sweeper != null) {
      sweeper.close();
      sweeper = null;
    }
  }
}
