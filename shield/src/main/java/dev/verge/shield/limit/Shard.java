package dev.verge.shield.limit;

import java.util.function.LongSupplier;

/**
 * A part of a limit's table: 256 slots under one lock. A key has one set of 8 slots to be in.
 *
 * <p>A slot whose permits have all come back says the same as no slot, so it is free. When all
 * slots of a set are taken, the one with the least evidence goes for a newcomer: the fewest permits
 * spent, among equals the one that would be free first. So a flood of keys that are seen once
 * pushes out its like, not a client at its limit; and to forget is only ever to admit.
 */
final class Shard {
  static final int SLOTS = 256;
  private static final int WAYS = 8;

  /** For each set its 8 keys, then for each of them {@link #clear}: what is looked at together. */
  private final long[] heads = new long[2 * SLOTS];

  /** Permits that are spent and not back, as of when the slot was last looked at. */
  final int[] spent = new int[SLOTS];

  /** What else the meter keeps, {@link Meter#words} for each slot. */
  final int[] words;

  /** What was admitted here and other locations are not told yet; none for a local limit. */
  private final int[] untold;

  private final LimitSpec spec;
  private final Meter meter;
  private final LongSupplier clock;
  private final boolean global;

  private long allowed;
  private long refused;
  private long forgotten;
  private long neverTold;

  /**
   * @param clock nanoseconds, read under the lock so that a slot's time never goes back
   */
  Shard(LimitSpec spec, Meter meter, LongSupplier clock) {
    this.spec = spec;
    this.meter = meter;
    this.clock = clock;
    words = new int[SLOTS * meter.words()];
    global = spec.global();
    untold = new int[global ? SLOTS : 0];
  }

  /** What all slots take, with what the arrays and objects themselves cost. */
  static long bytes(Meter meter) {
    return SLOTS * (2L * Long.BYTES + (2L + meter.words()) * Integer.BYTES) + 256;
  }

  /** When all permits of a slot are back, nanoseconds; the slot is free then. */
  long clear(int slot) {
    return heads[head(slot) + WAYS];
  }

  void clear(int slot, long nanos) {
    heads[head(slot) + WAYS] = nanos;
  }

  /** Where a slot's words begin. */
  int word(int slot) {
    return slot * meter.words();
  }

  synchronized Decision take(long key) {
    long now = clock.getAsLong();
    int slot = slot(key, now);
    boolean allow = spent[slot] < spec.capacity();
    if (allow) {
      meter.spend(this, slot, now, now, 1);
      allowed++;
      if (global) {
        untold[slot]++;
      }
    } else {
      refused++;
    }
    int remaining = Math.max(0, spec.capacity() - spent[slot]);
    return new Decision(spec, allow, remaining, meter.more(this, slot, now));
  }

  /** Spends what another location admitted. */
  synchronized void enter(long key, int count, long ageNanos) {
    long now = clock.getAsLong();
    meter.spend(this, slot(key, now), now, now - ageNanos, count);
  }

  /** Shows a selection what other locations are not told yet. */
  synchronized void offer(Selection selection) {
    for (int count : untold) {
      selection.offer(count);
    }
  }

  /** Gives out what the selection takes; that counts as told. */
  synchronized void tell(Selection selection, Counts counts) {
    for (int slot = 0; slot < untold.length; slot++) {
      if (selection.takes(untold[slot])) {
        counts.add(heads[head(slot)], untold[slot]);
        untold[slot] = 0;
      }
    }
  }

  synchronized LimitCounts counts() {
    return new LimitCounts(allowed, refused, forgotten, neverTold);
  }

  /** The key's slot, settled; another one's is given up for it when there is none. */
  private int slot(long key, long now) {
    int first = (int) key & (SLOTS - WAYS);
    for (int slot = first; slot < first + WAYS; slot++) {
      if (heads[head(slot)] == key) {
        meter.settle(this, slot, now);
        return slot;
      }
    }
    int slot = victim(first, now);
    give(slot, key, now);
    return slot;
  }

  private int victim(int first, long now) {
    int victim = first;
    for (int slot = first + 1; slot < first + WAYS; slot++) {
      if (lessEvidence(slot, victim, now)) {
        victim = slot;
      }
    }
    return victim;
  }

  private void give(int slot, long key, long now) {
    if (taken(slot, now)) {
      forgotten++;
    }
    if (global) {
      neverTold += untold[slot];
      untold[slot] = 0;
    }
    heads[head(slot)] = key;
    clear(slot, 0);
    meter.settle(this, slot, now);
  }

  private boolean lessEvidence(int slot, int than, long now) {
    if (!taken(than, now)) {
      return false;
    }
    return !taken(slot, now)
        || spent[slot] < spent[than]
        || (spent[slot] == spent[than] && clear(slot) < clear(than));
  }

  private boolean taken(int slot, long now) {
    return clear(slot) > now || (global && untold[slot] > 0);
  }

  private static int head(int slot) {
    return slot + (slot & -WAYS);
  }
}
