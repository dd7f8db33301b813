package dev.verge.data.sql;

import dev.verge.Sql;
import dev.verge.data.Bookmark;
import dev.verge.data.Peers;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** All SQL datasets at one location. Thread-safe. */
public final class SqlDatasets implements AutoCloseable {
  private final SqlConfig config;
  private final List<SqlSpec> specs;
  private final Map<String, Sql> bound = Map.of();

  private SqlDatasets(SqlConfig config, List<SqlSpec> specs) {
    this.config = config;
    this.specs = specs;
  }

  /** Makes or opens the local views. Nothing runs yet. */
  public static SqlDatasets open(SqlConfig config, List<SqlSpec> specs) {
    return new SqlDatasets(config, List.copyOf(specs));
  }

  /**
   * Starts: what has its primary here becomes writer, is migrated and seeded before this returns;
   * replicas begin to follow, and do not wait for their primary.
   *
   * @throws dev.verge.SqlException naming the migration that failed
   */
  public void start() {
    if (!specs.isEmpty()) {
      throw new IllegalStateException("not built yet: " + config.here());
    }
  }

  /** What other locations may ask of this one, by operation name ({@code sql.*}). */
  public Map<String, Peers.Operation> operations() {
    return Map.of();
  }

  /**
   * A request's scope.
   *
   * @param header the token of the header {@code Verge-Bookmark}, or null
   * @param cookie the token of the cookie, or null; both are merged
   * @param identified whether the request carries a verified identity; asked only when it matters
   * @throws dev.verge.Problem 400 for a bookmark that is forged, or names a dataset not known here
   */
  public SqlScope scope(
      @Nullable String header, @Nullable String cookie, BooleanSupplier identified) {
    Bookmark incoming = config.bookmarks().parse(header).merge(config.bookmarks().parse(cookie));
    return new SqlScope(config.bookmarks(), incoming, identified);
  }

  /**
   * The dataset for one request.
   *
   * @throws IllegalArgumentException naming the datasets there are
   */
  public Sql bind(String dataset, SqlScope scope) {
    Sql sql = bound.get(dataset);
    if (sql == null) {
      throw new IllegalArgumentException("no dataset " + dataset + ", there are " + specs);
    }
    return sql;
  }

  /** How the datasets stand here. */
  public List<DatasetStatus> status() {
    return List.of();
  }

  /** Hash of a dataset's whole content here: equal views have equal hashes (hex SHA-256). */
  public String contentHash(String dataset) {
    if (specs.isEmpty()) {
      throw new IllegalArgumentException("no dataset " + dataset);
    }
    return dataset;
  }

  /** Stops writers and replicas and closes the files. */
  @Override
  public void close() {}
}
