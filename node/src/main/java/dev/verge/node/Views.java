package dev.verge.node;

import dev.verge.DataStrategy.Seed;
import dev.verge.data.Bookmarks;
import dev.verge.data.Peers;
import dev.verge.data.kv.KvSpec;
import dev.verge.data.mesh.DataMesh;
import dev.verge.data.sql.Migration;
import dev.verge.data.sql.SqlConfig;
import dev.verge.data.sql.SqlLimits;
import dev.verge.data.sql.SqlSpec;
import dev.verge.log.Log;
import dev.verge.node.identity.RevocationList;
import dev.verge.web.Application;
import dev.verge.web.Bundle;
import dev.verge.web.Dataset;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The views of an application's datasets at a location, from what the application declares. */
final class Views {
  private Views() {}

  /** Opens them; nothing is read or written before {@link DataMesh#start}. */
  static DataMesh open(
      NodeConfig config, Bundle bundle, Application application, Log log, Peers peers) {
    List<SqlSpec> sql = new ArrayList<>();
    List<KvSpec> kv = new ArrayList<>();
    for (Dataset dataset : application.datasets()) {
      switch (dataset) {
        case Dataset.SqlDeclaration d -> {
          List<Migration> migrations =
              bundle.migrations(d.name()).stream()
                  .map(m -> new Migration(m.name(), m.sql()))
                  .toList();
          Seed seed = seed(d, config);
          sql.add(new SqlSpec(d.name(), config.origin(), d.consistency(), migrations, seed));
        }
        case Dataset.KvDeclaration d -> kv.add(new KvSpec(d.name(), d.consistency(), d.ttl()));
        case Dataset.PostgresDeclaration d -> {} // the origin's
      }
    }
    SqlConfig sqlConfig =
        new SqlConfig(
            config.location().code(),
            config.folder().resolve("sql"),
            log,
            peers,
            new Bookmarks(config.clusterSecret()),
            System::nanoTime,
            SqlLimits.DEFAULT);
    return DataMesh.open(sqlConfig, config.locations(), config.origin(), sql, kv);
  }

  /** The list of revoked tokens in that dataset, if there is one. */
  static @Nullable RevocationList revocations(
      @Nullable String dataset, DataMesh data, InstantSource clock) {
    return dataset == null
        ? null
        : new RevocationList(
            () -> data.detached().kv(dataset), () -> data.position(dataset), clock);
  }

  private static @Nullable Seed seed(Dataset.SqlDeclaration dataset, NodeConfig config) {
    Seed seed = dataset.seed();
    return seed == null
        ? null
        : tx -> {
          config.progress().accept("filling " + dataset.name());
          seed.fill(tx);
        };
  }
}
