package dev.verge.world;

import dev.verge.node.ShieldStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a world stands at one moment.
 *
 * @param gateway where clients go, such as {@code http://localhost:8787}
 * @param locations in their order
 * @param datasets every dataset at every location
 */
public record WorldStatus(String gateway, List<OfLocation> locations, List<OfDataset> datasets) {
  public WorldStatus {
    locations = List.copyOf(locations);
    datasets = List.copyOf(datasets);
  }

  /**
   * A location.
   *
   * @param role {@code origin} or {@code edge}
   * @param url where it answers clients directly
   * @param health {@code up} or {@code down}
   * @param cut whether it is cut off from the other locations
   * @param failedAfterResponse {@code waitUntil} tasks and cache writes that failed since the start
   * @param shield what its shield did since the start
   */
  public record OfLocation(
      String name,
      String city,
      String country,
      String role,
      String url,
      String health,
      boolean cut,
      long failedAfterResponse,
      ShieldStatus shield) {}

  /**
   * A dataset at a location.
   *
   * @param store {@code sql}, {@code kv} or {@code postgres}
   * @param consistency as declared
   * @param location where this view is
   * @param applied the last sequence that the view has applied; null where there is no view
   * @param lagMillis upper bound of the lag; null: not known, or there is no view
   * @param primary the location that writes it
   * @param trouble what keeps the view from going on; null: nothing
   */
  public record OfDataset(
      String name,
      String store,
      String consistency,
      String location,
      @Nullable Long applied,
      @Nullable Long lagMillis,
      String primary,
      @Nullable String trouble) {}
}
