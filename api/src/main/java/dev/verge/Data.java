package dev.verge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Datasets by name. */
public interface Data {
  /**
   * A SQL dataset.
   *
   * @throws IllegalArgumentException naming the datasets there are
   */
  Sql sql(String dataset);

  /** A KV dataset. */
  Kv kv(String dataset);

  /** Reads from a SQL dataset with the consistency it declares. */
  default List<Row> query(String dataset, String sql, @Nullable Object... args) {
    return sql(dataset).query(sql, args);
  }
}
