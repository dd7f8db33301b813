package dev.verge.data.kv;

import dev.verge.Kv;
import dev.verge.Problem;
import dev.verge.Sql;
import dev.verge.data.sql.SqlSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Replication without delay: every location sees the same SQLite file. */
final class PlainWorld implements KvWorld {
  private final TestClock clock = new TestClock();
  private final List<KvSpec> specs;
  private final Map<String, SqlSpec> sqlSpecs = new LinkedHashMap<>();
  private final Map<String, PlainSql> sql = new LinkedHashMap<>();
  private final Set<String> cut = ConcurrentHashMap.newKeySet();

  PlainWorld(Path folder, List<KvSpec> specs) {
    this.specs = specs;
    for (SqlSpec spec : at(PRIMARY).sqlSpecs()) {
      sqlSpecs.put(spec.name(), spec);
      sql.put(
          spec.name(),
          new PlainSql(folder.resolve(spec.name()), spec.migrations().getFirst().sql()));
    }
  }

  KvDatasets at(String location) {
    return KvDatasets.of(specs, LOCATIONS, location, PRIMARY, clock);
  }

  PlainSql sql(String name) {
    PlainSql found = sql.get(name);
    if (found == null) {
      throw new AssertionError(name + " is not in " + sql.keySet());
    }
    return found;
  }

  @Override
  public TestClock clock() {
    return clock;
  }

  @Override
  public void clear() {
    sql.values().forEach(each -> each.execute("DELETE FROM entry"));
  }

  @Override
  public Client client(String dataset) {
    return new PlainClient(dataset);
  }

  @Override
  public void cut(String location) {
    cut.add(location);
  }

  @Override
  public void heal(String location) {
    cut.remove(location);
  }

  @Override
  public long sweep(String location) {
    try (KvDatasets datasets = at(location);
        Sweeper sweeper =
            datasets.sweeper(this::sql, Executors.newSingleThreadScheduledExecutor())) {
      return sweeper.sweep();
    }
  }

  @Override
  public long rows(String sqlDataset) {
    return sql(sqlDataset).query("SELECT count(*) AS n FROM entry").getFirst().integer("n");
  }

  @Override
  public void close() {
    sql.values().forEach(PlainSql::close);
  }

  private final class PlainClient implements Client {
    private final String dataset;
    private @Nullable String stale;

    PlainClient(String dataset) {
      this.dataset = dataset;
    }

    @Override
    public Kv at(String location) {
      return new RequestsKv(() -> bind(location));
    }

    private Kv bind(String location) {
      stale = null;
      Partitions partitions =
          new Partitions() {
            @Override
            public Sql declared(String name) {
              SqlSpec spec = sqlSpecs.get(name);
              if (spec == null) {
                throw new AssertionError("no " + name);
              }
              String primary = spec.primary();
              if (!primary.equals(location) && (cut.contains(primary) || cut.contains(location))) {
                throw Problem.unavailable(primary + " is out of reach", Duration.ofSeconds(1));
              }
              return sql(name);
            }

            @Override
            public Sql local(String name) {
              stale = name;
              return sql(name);
            }
          };
      try (KvDatasets datasets = PlainWorld.this.at(location)) {
        return datasets.bind(dataset, partitions);
      }
    }

    @Override
    public @Nullable String stale() {
      return stale;
    }
  }
}
