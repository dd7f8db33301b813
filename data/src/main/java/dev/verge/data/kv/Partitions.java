package dev.verge.data.kv;

import dev.verge.Sql;

/** The SQL datasets beneath KV datasets, bound to one request. As thread-safe as the request. */
public interface Partitions {
  /** A SQL dataset, read with the consistency that its spec declares. */
  Sql declared(String sqlDataset);

  /** A SQL dataset read from the view that is here, whatever its lag, which the answer states. */
  Sql local(String sqlDataset);
}
