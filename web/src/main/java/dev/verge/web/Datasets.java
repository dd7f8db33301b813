package dev.verge.web;

import dev.verge.Consistency;
import dev.verge.Consistency.Eventual;
import dev.verge.Consistency.ReadAfterWrite;
import dev.verge.Consistency.StrongPerUser;
import dev.verge.DataStrategy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects and checks the declarations of datasets. */
final class Datasets implements DataStrategy {
  private final Map<String, Dataset> declared = new LinkedHashMap<>();
  private final Map<String, Seed> seeds = new LinkedHashMap<>();
  private boolean defined;

  @Override
  public DataStrategy sql(String name, Consistency consistency) {
    if (consistency instanceof StrongPerUser) {
      throw new DefinitionException(
          "SQL dataset '"
              + name
              + "' cannot be strongPerUser(), which is for KV: declare eventual(...),"
              + " readAfterWrite() or strong()");
    }
    if (consistency instanceof Eventual eventual) {
      checkEventual(name, eventual);
    }
    return declare(new Dataset.SqlDeclaration(name, consistency, null));
  }

  private static void checkEventual(String name, Eventual eventual) {
    Duration maxLag = eventual.maxLag();
    if (maxLag != null && !maxLag.isPositive()) {
      throw new DefinitionException(
          "dataset '" + name + "' has a maxLag of " + maxLag + ": it must be more than zero");
    }
    if (eventual.past().stream().distinct().count() < eventual.past().size()) {
      throw new DefinitionException("dataset '" + name + "' names a reaction past its lag twice");
    }
  }

  @Override
  public DataStrategy seed(String sqlDataset, Seed seed) {
    checkOpen();
    if (seeds.putIfAbsent(sqlDataset, seed) != null) {
      throw new DefinitionException("dataset '" + sqlDataset + "' has two seeds: make them one");
    }
    return this;
  }

  @Override
  public DataStrategy kv(String name, Consistency consistency) {
    checkKv(name, consistency);
    return declare(new Dataset.KvDeclaration(name, consistency, null));
  }

  @Override
  public DataStrategy kv(String name, Consistency consistency, Duration ttl) {
    checkKv(name, consistency);
    if (!ttl.isPositive()) {
      throw new DefinitionException(
          "KV dataset '" + name + "' has a TTL of " + ttl + ": it must be more than zero");
    }
    return declare(new Dataset.KvDeclaration(name, consistency, ttl));
  }

  private static void checkKv(String name, Consistency consistency) {
    boolean allowed =
        switch (consistency) {
          case Eventual eventual -> eventual.maxLag() == null;
          case ReadAfterWrite _, StrongPerUser _ -> true;
          case Consistency.Strong _ -> false;
        };
    if (!allowed) {
      throw new DefinitionException(
          "KV dataset '"
              + name
              + "' must be eventual() without a bound, readYourWrites() or strongPerUser(), not "
              + consistency);
    }
  }

  @Override
  public DataStrategy postgres(String name) {
    return declare(new Dataset.PostgresDeclaration(name));
  }

  private DataStrategy declare(Dataset dataset) {
    checkOpen();
    String name = dataset.name();
    if (!name.matches("[a-z0-9-]{1,40}")) {
      throw new DefinitionException(
          "dataset '" + name + "': a name is 1 to 40 lower-case letters, digits and hyphens");
    }
    if (declared.putIfAbsent(name, dataset) != null) {
      throw new DefinitionException("dataset '" + name + "' is declared twice: rename one");
    }
    return this;
  }

  private void checkOpen() {
    if (defined) {
      throw new IllegalStateException("declare datasets within App.define");
    }
  }

  /** Ends the definition. */
  List<Dataset> freeze() {
    defined = true;
    seeds.forEach(this::plant);
    return List.copyOf(declared.values());
  }

  private void plant(String name, Seed seed) {
    if (!(declared.get(name) instanceof Dataset.SqlDeclaration sql)) {
      throw new DefinitionException(
          "seed('" + name + "') needs a SQL dataset of that name, there are " + declared.keySet());
    }
    declared.put(name, new Dataset.SqlDeclaration(name, sql.consistency(), seed));
  }
}
