package dev.verge.data.kv;

import dev.verge.Kv;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Three locations that hold KV datasets; the first is the cluster's primary location. */
interface KvWorld extends AutoCloseable {
  List<String> LOCATIONS = List.of("iad", "fra", "nrt");
  String PRIMARY = "iad";

  /** What entries expire by, everywhere. */
  TestClock clock();

  /** Empties all datasets, everywhere. */
  void clear();

  /** Somebody new, who carries a bookmark from request to request. */
  Client client(String dataset);

  /** Cuts a location from the others. */
  void cut(String location);

  /** Heals what was cut. */
  void heal(String location);

  /** Sweeps expired entries at a location; returns how many. */
  long sweep(String location);

  /** Rows of a partition, live or not. */
  long rows(String sqlDataset);

  @Override
  void close();

  /** A client; not thread-safe. */
  interface Client {
    /** The dataset at a location; every call is a request. */
    Kv at(String location);

    /** What the last response said of staleness, or null. */
    @Nullable String stale();
  }
}
