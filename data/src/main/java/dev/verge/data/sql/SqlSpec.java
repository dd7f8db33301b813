package dev.verge.data.sql;

import dev.verge.Consistency;
import dev.verge.DataStrategy.Seed;
import dev.verge.log.Partition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One SQL dataset.
 *
 * @param name unique among a location's SQL datasets, lower-case letters, digits, {@code . - @}, at
 *     most 60 characters
 * @param primary the location whose view is written, and where the partition is sited
 * @param consistency of reads: eventual, read-after-write or strong
 * @param migrations in order
 * @param seed fills it once, after the migrations; null: it starts empty
 */
public record SqlSpec(
    String name,
    String primary,
    Consistency consistency,
    List<Migration> migrations,
    @Nullable Seed seed) {
  public SqlSpec {
    if (!name.matches("[a-z0-9][a-z0-9.@-]{0,59}")) {
      throw new IllegalArgumentException("not a dataset name: '" + name + "'");
    }
    if (consistency instanceof Consistency.StrongPerUser) {
      throw new IllegalArgumentException(
          name + ": strongPerUser() is for KV datasets; use strong() or readAfterWrite()");
    }
    migrations = List.copyOf(migrations);
  }

  /** Its partition: the name itself if it has a dot, else {@code sql.NAME}. */
  public Partition partition() {
    return new Partition(name.indexOf('.') < 0 ? "sql." + name : name, primary);
  }
}
