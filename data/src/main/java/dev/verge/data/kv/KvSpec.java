package dev.verge.data.kv;

import dev.verge.Consistency;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A KV dataset as the application declares it.
 *
 * @param ttl how long after each write an entry expires unless the write says else; null: never
 */
public record KvSpec(String name, Consistency consistency, @Nullable Duration ttl) {
  public KvSpec {
    if (ttl != null && ttl.isZero()) {
      throw new IllegalArgumentException(
          "KV dataset '" + name + "': a TTL of 0 is none; leave it out for never");
    }
    Limits.ttl(ttl);
  }
}
