package dev.verge.data.kv;

import dev.verge.Kv;
import dev.verge.Sql;
import dev.verge.data.sql.SqlDatasets;
import dev.verge.data.sql.SqlLimits;
import dev.verge.data.sql.SqlScope;
import dev.verge.data.sql.SqlSpec;
import dev.verge.data.sql.SqlWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The real thing: logs, primaries and replicas at three locations. */
final class ReplicatedWorld implements KvWorld {
  private final TestClock clock = new TestClock();
  private final Map<String, KvDatasets> kv = new HashMap<>();
  private final SqlWorld sql;

  ReplicatedWorld(Path folder, List<KvSpec> specs) {
    for (String location : LOCATIONS) {
      kv.put(location, KvDatasets.of(specs, LOCATIONS, location, PRIMARY, clock));
    }
    SqlLimits limits = SqlLimits.DEFAULT.withProbeInterval(Duration.ofMillis(50));
    sql = new SqlWorld(folder, limits, at(PRIMARY).sqlSpecs());
    sql.start(LOCATIONS.toArray(String[]::new));
  }

  SqlWorld sql() {
    return sql;
  }

  KvDatasets at(String location) {
    KvDatasets found = kv.get(location);
    if (found == null) {
      throw new AssertionError("no " + location);
    }
    return found;
  }

  @Override
  public TestClock clock() {
    return clock;
  }

  @Override
  public void clear() {
    for (SqlSpec spec : at(PRIMARY).sqlSpecs()) {
      sql.sql(spec.primary(), spec.name()).execute("DELETE FROM entry");
    }
    for (SqlSpec spec : at(PRIMARY).sqlSpecs()) {
      sql.awaitEqual(spec.name());
    }
  }

  @Override
  public Client client(String dataset) {
    return new RealClient(dataset);
  }

  @Override
  public void cut(String location) {
    sql.peers().cut(location);
  }

  @Override
  public void heal(String location) {
    sql.peers().heal(location);
  }

  @Override
  public long sweep(String location) {
    try (Sweeper sweeper =
        at(location)
            .sweeper(
                name -> sql.sql(location, name), Executors.newSingleThreadScheduledExecutor())) {
      return sweeper.sweep();
    }
  }

  @Override
  public long rows(String sqlDataset) {
    String primary = sql.status(PRIMARY, sqlDataset).primary();
    return sql.sql(primary, sqlDataset)
        .query("SELECT count(*) AS n FROM entry")
        .getFirst()
        .integer("n");
  }

  @Override
  public void close() {
    sql.close();
  }

  /** An identified client that carries its bookmark. */
  private final class RealClient implements Client {
    private final String dataset;
    private @Nullable String bookmark;
    private @Nullable SqlScope last;

    RealClient(String dataset) {
      this.dataset = dataset;
    }

    @Override
    public Kv at(String location) {
      return new RequestsKv(() -> request(location));
    }

    private Kv request(String location) {
      if (last != null && last.bookmark() != null) {
        bookmark = last.bookmark();
      }
      SqlDatasets datasets = sql.at(location);
      SqlScope scope = sql.scope(location, bookmark, true);
      last = scope;
      return ReplicatedWorld.this
          .at(location)
          .bind(
              dataset,
              new Partitions() {
                @Override
                public Sql declared(String name) {
                  return datasets.bind(name, scope);
                }

                @Override
                public Sql local(String name) {
                  return datasets.bindLocal(name, scope);
                }
              });
    }

    @Override
    public @Nullable String stale() {
      return last == null ? null : last.stale();
    }
  }
}
