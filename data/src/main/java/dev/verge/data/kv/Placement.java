package dev.verge.data.kv;

import dev.verge.Kv;
import dev.verge.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the entries of a KV dataset are, for one request. */
sealed interface Placement permits Placement.Whole, Homes {
  /** The entry, unless it is absent or has expired. */
  Optional<Kv.Entry> get(String key);

  /**
   * Where a key is written.
   *
   * @throws Problem 400 if the key tells a home that is no location
   */
  Table writable(String key);

  /** Deletes the entry; says whether there was one. */
  boolean delete(String key);

  /** At most {@code limit} entries that start with a prefix, after a key where one is given. */
  Table.Slice list(String prefix, @Nullable String after, int limit);

  /** One partition holds the whole dataset. */
  record Whole(Table table) implements Placement {
    @Override
    public Optional<Kv.Entry> get(String key) {
      return table.get(key);
    }

    @Override
    public Table writable(String key) {
      return table;
    }

    @Override
    public boolean delete(String key) {
      return table.delete(key);
    }

    @Override
    public Table.Slice list(String prefix, @Nullable String after, int limit) {
      return table.list(prefix, after, limit);
    }
  }
}
