package dev.verge.shield.limit;

/**
 * A token bucket as the generic cell rate algorithm (ITU-T I.371, annex A).
 *
 * <p>All that is kept is the theoretical arrival time: when the bucket will be full again, which is
 * the slot's {@code clear}. A permit takes T = window/permits (rounded up to a nanosecond) to come
 * back; spending one moves the time by T, from now on at the earliest. With a burst of B a request
 * may go on when the time lies at most (B - 1) T ahead.
 *
 * <p>What other locations admitted moves the time as well, and may move it further than B T: a
 * debt, which is worked off before anything is admitted, so that the rate holds for all of them
 * together. Counts that are too old are not told ({@link LimitSpec#horizonNanos}), so that a debt
 * is small however long locations were apart; whatever is told, it is a day at the most.
 */
final class TokenBucketMeter implements Meter {
  private final int burst;
  private final long permitNanos;
  private final long farthest;

  TokenBucketMeter(LimitSpec spec) {
    burst = spec.capacity();
    permitNanos = Math.ceilDiv(spec.window().toNanos(), spec.permits());
    farthest = spec.spanNanos() + LimitSpec.MAX_WINDOW.toNanos();
  }

  @Override
  public int words() {
    return 0;
  }

  @Override
  public void settle(Shard shard, int slot, long now) {
    long ahead = Math.max(0, shard.clear(slot) - now);
    shard.spent[slot] = (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(ahead, permitNanos));
  }

  @Override
  public void spend(Shard shard, int slot, long now, long time, int count) {
    long added = Math.min(count, farthest / permitNanos) * permitNanos;
    long full = Math.max(shard.clear(slot), time) + added;
    shard.clear(slot, Math.min(full, now + farthest));
    settle(shard, slot, now);
  }

  @Override
  public long more(Shard shard, int slot, long now) {
    int spent = shard.spent[slot];
    if (spent == 0) {
      return 0;
    }
    int next = Math.min(spent, burst) - 1;
    return shard.clear(slot) - now - next * permitNanos;
  }
}
