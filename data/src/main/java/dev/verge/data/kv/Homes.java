package dev.verge.data.kv;

import dev.verge.Kv;
import dev.verge.Problem;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A KV dataset with one partition per location, for one request.
 *
 * <p>A key is read and written, strong, at the home that it tells; one that tells none, at the
 * cluster's primary location. Where the dataset declares it, a read falls back to the view that is
 * here, marked stale, while the home is out of reach; a write has no such way out.
 *
 * <p>A list under one home is strong like a read. A list across homes merges the views that are
 * here: it would otherwise wait for the slowest location and fail with any of them. It may lag, and
 * the response says by how much.
 */
record Homes(Layout layout, boolean orStale, Partitions partitions, InstantSource clock)
    implements Placement {

  @Override
  public Optional<Kv.Entry> get(String key) {
    String site = layout.site(key);
    return site == null ? Optional.empty() : read(site, table -> table.get(key));
  }

  @Override
  public Table writable(String key) {
    String site = layout.site(key);
    if (site == null) {
      throw Problem.field("key", "its home '%s' is not a location".formatted(Keys.home(key)));
    }
    return declared(site);
  }

  @Override
  public boolean delete(String key) {
    String site = layout.site(key);
    return site != null && declared(site).delete(key);
  }

  @Override
  public Table.Slice list(String prefix, @Nullable String after, int limit) {
    List<String> sites = layout.sites(prefix);
    if (sites.size() == 1) {
      return read(sites.getFirst(), table -> table.list(prefix, after, limit));
    }
    List<Table.Slice> slices = new ArrayList<>();
    for (String site : sites) {
      slices.add(local(site).list(prefix, after, limit));
    }
    return merge(slices, limit);
  }

  /**
   * The first entries of all slices. Where a slice breaks off, nothing is known of its partition
   * past its last key, so the merged one ends there, too.
   */
  private static Table.Slice merge(List<Table.Slice> slices, int limit) {
    List<Kv.Entry> all = new ArrayList<>();
    String known = null;
    for (Table.Slice slice : slices) {
      all.addAll(slice.entries());
      if (slice.more()) {
        String last = slice.entries().getLast().key();
        known = known == null || Keys.compare(last, known) < 0 ? last : known;
      }
    }
    Collections.sort(all, (a, b) -> Keys.compare(a.key(), b.key()));
    int end = 0;
    while (end < Math.min(limit, all.size())
        && (known == null || Keys.compare(all.get(end).key(), known) <= 0)) {
      end++;
    }
    return new Table.Slice(List.copyOf(all.subList(0, end)), known != null || end < all.size());
  }

  private <T> T read(String site, Function<Table, T> read) {
    try {
      return read.apply(declared(site));
    } catch (Problem problem) {
      if (orStale && problem.status() == 503) {
        return read.apply(local(site));
      }
      throw problem;
    }
  }

  private Table declared(String site) {
    return new Table(partitions.declared(layout.dataset(site)), clock);
  }

  private Table local(String site) {
    return new Table(partitions.local(layout.dataset(site)), clock);
  }
}
