package dev.verge.data.sql;

import dev.verge.Sql;
import dev.verge.data.Bookmark;
import dev.verge.data.Bookmarks;
import dev.verge.data.Peers;
import dev.verge.log.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** All SQL datasets at one location. Thread-safe. */
public final class SqlDatasets implements AutoCloseable {
  private final SqlConfig config;
  private final Map<String, SqlDataset> datasets = new LinkedHashMap<>();
  private final Map<String, RemotePrimary> remotes = new LinkedHashMap<>();
  private final PeerOperations operations = new PeerOperations(datasets);
  private final Probes probes;

  private SqlDatasets(SqlConfig config, List<SqlSpec> specs) {
    this.config = config;
    try {
      for (SqlSpec spec : specs) {
        if (datasets.containsKey(spec.name())) {
          throw new IllegalArgumentException("the dataset " + spec.name() + " is declared twice");
        }
        RemotePrimary remote = new RemotePrimary(spec, config.peers(), config.limits());
        remotes.put(spec.name(), remote);
        datasets.put(spec.name(), new SqlDataset(spec, config, remote));
      }
    } catch (RuntimeException e) {
      datasets.values().forEach(SqlDataset::close);
      throw e;
    }
    this.probes = new Probes(config, datasets.values());
  }

  /** Makes or opens the local views. Nothing runs yet. */
  public static SqlDatasets open(SqlConfig config, List<SqlSpec> specs) {
    return new SqlDatasets(config, specs);
  }

  /**
   * Starts: what has its primary here becomes writer, is migrated and seeded before this returns;
   * replicas begin to follow, and do not wait for their primary.
   *
   * @throws dev.verge.SqlException naming the migration that failed
   * @throws RuntimeException why a primary here cannot begin; close this then
   */
  public void start() {
    datasets.values().forEach(SqlDataset::start);
    probes.start();
    for (SqlDataset dataset : datasets.values()) {
      try {
        dataset.awaitPrimary();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException(
            dataset.spec().name() + " cannot start: " + e.getCause(), e.getCause());
      }
    }
  }

  /** What other locations may ask of this one, by operation name ({@code sql.*}). */
  public Map<String, Peers.Operation> operations() {
    return operations.all();
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
    Bookmark incoming = config.bookmarks().parse(header);
    if (cookie != null) {
      incoming = incoming.merge(config.bookmarks().parse(cookie));
    }
    for (String dataset : incoming.marks().keySet()) {
      if (!datasets.containsKey(dataset)) {
        throw Bookmarks.bad("it names the dataset '" + dataset + "', which is not known here");
      }
    }
    return new SqlScope(config.bookmarks(), incoming, identified);
  }

  /**
   * The dataset for one request.
   *
   * @throws IllegalArgumentException naming the datasets there are
   */
  public Sql bind(String dataset, SqlScope scope) {
    return bind(dataset, scope, false);
  }

  /**
   * The dataset with reads from this location's view as it is, whatever is declared and however old
   * it is; they are marked stale unless this is the primary. Writes go to the primary.
   *
   * @throws IllegalArgumentException naming the datasets there are
   */
  public Sql bindLocal(String dataset, SqlScope scope) {
    return bind(dataset, scope, true);
  }

  /** What a dataset's view here has applied, ready to be read. Takes no lock. */
  public Position position(String dataset) {
    return dataset(dataset).applied().position();
  }

  /** How the datasets stand here. */
  public List<DatasetStatus> status() {
    List<DatasetStatus> all = new ArrayList<>();
    datasets.values().forEach(dataset -> all.add(dataset.status()));
    return all;
  }

  /** Hash of a dataset's whole content here: equal views have equal hashes (hex SHA-256). */
  public String contentHash(String dataset) {
    return dataset(dataset).contentHash();
  }

  /** Stops writers and replicas and closes the files. */
  @Override
  public void close() {
    probes.close();
    datasets.values().forEach(SqlDataset::stop);
    datasets.values().forEach(SqlDataset::close);
  }

  private Sql bind(String name, SqlScope scope, boolean asItIs) {
    SqlDataset dataset = dataset(name);
    RemotePrimary remote = remotes.get(name);
    if (remote == null) {
      throw new IllegalStateException("every dataset has a remote primary");
    }
    return new BoundSql(dataset, remote, config, scope, asItIs);
  }

  SqlDataset dataset(String name) {
    SqlDataset dataset = datasets.get(name);
    if (dataset == null) {
      throw new IllegalArgumentException(
          "no SQL dataset '" + name + "', there are " + datasets.keySet());
    }
    return dataset;
  }
}
