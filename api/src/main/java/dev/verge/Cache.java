package dev.verge;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * This location's cache-aside cache, bounded in bytes. Whether it was asked, and hit, shows in
 * {@code X-Cache}. Values must be immutable; a {@link Response} is.
 */
public interface Cache {
  /** The cached value, or what {@code load} gives, kept for {@code ttl} in memory. */
  <T> T aside(String key, Duration ttl, Supplier<T> load);

  /**
   * The same with a KV dataset as the second tier, which holds the value as JSON. It is filled
   * after the response; a failure to write it is counted and otherwise ignored.
   */
  <T> T aside(String key, Duration ttl, String kvDataset, Class<T> type, Supplier<T> load);
}
