package dev.verge.data.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.verge.DataStrategy.Seed;
import dev.verge.Row;
import dev.verge.Sql.Result;
import dev.verge.Sql.Transaction;
import dev.verge.SqlException;
import dev.verge.log.Ambiguous;
import dev.verge.log.Fenced;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a dataset to the schema that its application declares, and fills it once. Each migration
 * is one transaction, which also notes that it was applied, and so is the seed.
 */
final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
  private static final String SEED = "(seed)";

  private final SqlSpec spec;
  private final Primary primary;
  private final Sqlite db;

  Migrations(SqlSpec spec, Primary primary, Sqlite db) {
    this.spec = spec;
    this.primary = primary;
    this.db = db;
  }

  /**
   * Applies what was not applied yet.
   *
   * @throws SqlException naming the migration that failed or was changed
   */
  void run() throws Fenced, Ambiguous {
    for (Migration migration : spec.migrations()) {
      byte[] digest = ContentHash.sha256().digest(migration.sql().getBytes(UTF_8));
      byte[] applied = applied(migration.name());
      if (applied == null) {
        apply(migration.name(), digest, tx -> script(tx, migration));
        LOG.info("{}: applied migration {}", spec.name(), migration.name());
      } else if (!Arrays.equals(applied, digest)) {
        throw new SqlException(
            SqlException.Kind.STATEMENT,
            "%s: migration %s was changed after it was applied; put the change into a new one"
                .formatted(spec.name(), migration.name()));
      }
    }
    Seed seed = spec.seed();
    if (seed != null && applied(SEED) == null) {
      LOG.info("{}: seeding", spec.name());
      long start = System.nanoTime();
      apply(SEED, new byte[0], tx -> seed.fill(new Seeding(tx)));
      LOG.info("{}: seeded in {} ms", spec.name(), (System.nanoTime() - start) / 1_000_000);
    }
  }

  /** Whether a view has all migrations, and the seed if there is one. */
  static boolean areApplied(SqlSpec spec, Sqlite db) {
    return (spec.seed() == null || applied(SEED, db) != null)
        && spec.migrations().stream().allMatch(m -> applied(m.name(), db) != null);
  }

  private byte @Nullable [] applied(String name) {
    return applied(name, db);
  }

  private static byte @Nullable [] applied(String name, Sqlite db) {
    return (byte[]) db.one("SELECT digest FROM _verge_migration WHERE name = ?", name);
  }

  private void apply(String name, byte[] digest, Primary.Filling filling) throws Fenced, Ambiguous {
    primary.fill(tx -> {
      filling.fill(tx);
      db.run("INSERT INTO _verge_migration(name, digest) VALUES (?, ?)", name, digest);
    });
  }

  private void script(ClientTransaction tx, Migration migration) {
    for (String sql : Parsed.split(migration.sql())) {
      try {
        tx.run(Command.of(sql, List.of()));
      } catch (SqlException e) {
        throw new SqlException(
            e.kind(),
            "%s: migration %s failed: %s, in: %s"
                .formatted(spec.name(), migration.name(), e.getMessage(), sql));
      }
    }
  }

  /** What a seed writes through. */
  private record Seeding(ClientTransaction tx) implements Transaction {
    @Override
    public List<Row> query(String sql, @Nullable Object... args) {
      return execute(sql, args).rows();
    }

    @Override
    public Result execute(String sql, @Nullable Object... args) {
      return tx.run(Command.of(sql, Arguments.list(args)));
    }
  }
}
