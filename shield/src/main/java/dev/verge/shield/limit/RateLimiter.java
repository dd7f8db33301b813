package dev.verge.shield.limit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One limit at one location. Decisions take a fraction of a microsecond, never leave the location
 * and never wait but for another decision of the same {@link Shard}. Thread-safe.
 *
 * <p>The state of all keys is a fixed table of shards within {@link LimitSpec#memoryBytes}; a shard
 * is made when its first key comes.
 */
public final class RateLimiter {
  private final LimitSpec spec;
  private final Meter meter;
  private final LongSupplier clock;
  private final AtomicReferenceArray<Shard> shards;

  /** A limit on the system's monotonic clock. */
  public RateLimiter(LimitSpec spec) {
    this(spec, System::nanoTime);
  }

  /**
   * A limit.
   *
   * @param nanos monotonic nanoseconds, as {@link System#nanoTime}
   */
  public RateLimiter(LimitSpec spec, LongSupplier nanos) {
    this.spec = spec;
    this.meter = Meter.of(spec);
    long origin = nanos.getAsLong();
    this.clock = () -> nanos.getAsLong() - origin;
    this.shards = new AtomicReferenceArray<>(shards(spec, meter));
  }

  /** What the limit is. */
  public LimitSpec spec() {
    return spec;
  }

  /**
   * Admits or refuses one request of a key, and spends a permit when it is admitted.
   *
   * @param key from {@link Keys}: evenly spread, so that clients cannot aim at each other's slots
   */
  public Decision take(long key) {
    return shard(key).take(key);
  }

  /** What it did since the start. */
  public LimitCounts counts() {
    List<LimitCounts> all = new ArrayList<>();
    each(shard -> all.add(shard.counts()));
    return all.stream().reduce(LimitCounts.NONE, LimitCounts::plus);
  }

  /** The bytes that the state takes now. */
  public long memoryBytes() {
    long bytes = 0;
    for (int i = 0; i < shards.length(); i++) {
      bytes += Long.BYTES + (shards.get(i) == null ? 0 : Shard.bytes(meter));
    }
    return bytes;
  }

  /** Spends what another location admitted, as of so long ago. */
  void enter(long key, int count, long ageNanos) {
    shard(key).enter(key, count, ageNanos);
  }

  /** Shows a selection what other locations are not told yet. */
  void offer(Selection selection) {
    each(shard -> shard.offer(selection));
  }

  /** Gives out what the selection takes; that counts as told. */
  Counts tell(Selection selection) {
    Counts counts = new Counts(spec.name());
    each(shard -> shard.tell(selection, counts));
    return counts;
  }

  private void each(Consumer<Shard> visitor) {
    for (int i = 0; i < shards.length(); i++) {
      Shard shard = shards.get(i);
      if (shard != null) {
        visitor.accept(shard);
      }
    }
  }

  private Shard shard(long key) {
    // The high bits choose the shard, the low bits the set within it.
    int i = (int) Math.unsignedMultiplyHigh(key, shards.length());
    Shard shard = shards.get(i);
    if (shard != null) {
      return shard;
    }
    Shard made = new Shard(spec, meter, clock);
    Shard other = shards.compareAndExchange(i, null, made);
    return other == null ? made : other;
  }

  private static int shards(LimitSpec spec, Meter meter) {
    return (int) (spec.memoryBytes() / (Shard.bytes(meter) + Long.BYTES));
  }
}
