package dev.verge.data.mesh;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.verge.Data;
import dev.verge.Kv;
import dev.verge.Sql;
import dev.verge.data.Peers;
import dev.verge.data.kv.KvDatasets;
import dev.verge.data.kv.KvSpec;
import dev.verge.data.kv.Partitions;
import dev.verge.data.sql.DatasetStatus;
import dev.verge.data.sql.SqlConfig;
import dev.verge.data.sql.SqlDatasets;
import dev.verge.data.sql.SqlScope;
import dev.verge.data.sql.SqlSpec;
import dev.verge.log.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** All datasets of one location, by name. Thread-safe. */
public final class DataMesh implements AutoCloseable {
  private final Set<String> declared;
  private final SqlDatasets sql;
  private final KvDatasets kv;

  private DataMesh(Set<String> declared, SqlDatasets sql, KvDatasets kv) {
    this.declared = declared;
    this.sql = sql;
    this.kv = kv;
  }

  /**
   * Opens the views that this location has on disk. Nothing runs yet.
   *
   * @param locations the codes of all locations
   * @param primary the location of primaries that have no home of their own
   */
  public static DataMesh open(
      SqlConfig config,
      List<String> locations,
      String primary,
      List<SqlSpec> sqlSpecs,
      List<KvSpec> kvSpecs) {
    KvDatasets kv = KvDatasets.of(kvSpecs, locations, config.here(), primary);
    List<SqlSpec> all = new ArrayList<>(sqlSpecs);
    all.addAll(kv.sqlSpecs());
    Set<String> declared = sqlSpecs.stream().map(SqlSpec::name).collect(toUnmodifiableSet());
    return new DataMesh(declared, SqlDatasets.open(config, all), kv);
  }

  /** Starts writers and replicas; does not wait for other locations. */
  public void start() {
    sql.start();
    kv.start(name -> sql.bind(name, SqlScope.plain()));
  }

  /** What other locations may ask of this one. */
  public Map<String, Peers.Operation> operations() {
    return sql.operations();
  }

  /**
   * A request's view of the data.
   *
   * @param header the bookmark of the header, or null
   * @param cookie the bookmark of the cookie, or null
   * @param identified whether the request carries a verified identity; asked only when it matters
   * @throws dev.verge.Problem 400 for a bookmark that this cluster did not give out
   */
  public Scope scope(@Nullable String header, @Nullable String cookie, BooleanSupplier identified) {
    return new Scope(sql.scope(header, cookie, identified));
  }

  /** Data for work outside a request: no bookmark, nobody identified. */
  public Data detached() {
    return new Scope(SqlScope.plain());
  }

  /**
   * A SQL dataset with reads from the view as it is here, however old; writes go to the primary.
   *
   * @throws IllegalArgumentException naming the datasets there are
   */
  public Sql local(String dataset) {
    return sql.bindLocal(requireDeclared(dataset), SqlScope.plain());
  }

  /** Nobody writes past a KV dataset into what it is kept in. */
  private String requireDeclared(String dataset) {
    if (!declared.contains(dataset)) {
      throw new IllegalArgumentException(
          "no SQL dataset '%s', there are %s".formatted(dataset, new TreeSet<>(declared)));
    }
    return dataset;
  }

  /**
   * Where this location's view of a KV dataset stands: while it is the same, so is what the view
   * holds, but for entries that expire. Takes well under a microsecond.
   *
   * @param kvDataset one that is kept in one partition: not strong per user
   */
  public Position position(String kvDataset) {
    return sql.position(kv.partition(kvDataset));
  }

  /** How every dataset stands here. */
  public List<DatasetStatus> status() {
    return sql.status();
  }

  /** Hash of a dataset's whole content here: equal views have equal hashes. */
  public String contentHash(String dataset) {
    return sql.contentHash(dataset);
  }

  @Override
  public void close() {
    kv.close();
    sql.close();
  }

  /** What one request reads and writes, and what its response must say of that. */
  public final class Scope implements Data {
    private final SqlScope scope;

    private Scope(SqlScope scope) {
      this.scope = scope;
    }

    @Override
    public Sql sql(String dataset) {
      return sql.bind(requireDeclared(dataset), scope);
    }

    @Override
    public Kv kv(String dataset) {
      return kv.bind(
          dataset,
          new Partitions() {
            @Override
            public Sql declared(String name) {
              return sql.bind(name, scope);
            }

            @Override
            public Sql local(String name) {
              return sql.bindLocal(name, scope);
            }
          });
    }

    /** The token for {@code Verge-Bookmark}, or null if there is none to give. */
    public @Nullable String bookmark() {
      return scope.bookmark();
    }

    /** The value of {@code Verge-Stale}, or null if all was as fresh as declared. */
    public @Nullable String stale() {
      return scope.stale();
    }

    /** Nanoseconds spent on datasets. */
    public long nanos() {
      return scope.databaseNanos();
    }
  }
}
