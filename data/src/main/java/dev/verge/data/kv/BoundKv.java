package dev.verge.data.kv;

import dev.verge.Kv;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A KV dataset bound to one request: checks what is asked, then asks the partition of the key. */
final class BoundKv implements Kv {
  private final KvSpec spec;
  private final String here;
  private final InstantSource clock;
  private final Placement placement;

  BoundKv(KvSpec spec, String here, InstantSource clock, Placement placement) {
    this.spec = spec;
    this.here = here;
    this.clock = clock;
    this.placement = placement;
  }

  @Override
  public Optional<Entry> get(String key) {
    Limits.key(key);
    return placement.get(key);
  }

  @Override
  public long put(String key, byte[] value, Write write) {
    Limits.write(key, value, write);
    Duration ttl = write.ttl() == null ? spec.ttl() : write.ttl();
    return placement
        .writable(key)
        .put(key, value, write.metadata(), expiresAt(ttl), write.revision());
  }

  @Override
  public boolean delete(String key) {
    Limits.key(key);
    return placement.delete(key);
  }

  @Override
  public Page list(String prefix, @Nullable String cursor, int limit) {
    Limits.list(prefix, limit);
    String after = Cursor.key(spec.name(), prefix, cursor);
    Table.Slice slice = placement.list(prefix, after, limit);
    String next =
        slice.more() ? Cursor.after(spec.name(), prefix, slice.entries().getLast().key()) : null;
    return new Page(slice.entries(), next);
  }

  @Override
  public String newKey() {
    return Keys.mint(here);
  }

  /** Epoch milliseconds, rounded up, so that an entry never lives shorter than its TTL. */
  private @Nullable Long expiresAt(@Nullable Duration ttl) {
    if (ttl == null || ttl.isZero()) {
      return null;
    }
    return clock.millis() + ttl.plusNanos(999_999).toMillis();
  }
}
