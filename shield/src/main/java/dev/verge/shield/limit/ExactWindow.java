package dev.verge.shield.limit;

/**
 * A sliding window that knows the time of each admission.
 *
 * <p>A request may go on when fewer than P admissions lie within the last W. The P newest
 * admissions are all that this asks for, so a ring of P times is enough, also when another
 * location's admissions make them more than P: the oldest one gives way. By induction no window of
 * length W holds more than P admissions made here, and whoever stays within P in every window finds
 * a permit. Refused requests leave no trace: if they counted, a client that keeps asking would
 * never be served again, and a limit is no ban.
 *
 * <p>Times are ticks of a power of two nanoseconds, such that W has at most 2^30 of them: an int
 * tells times apart that lie within two windows, and older ones never meet (the ring is empty by
 * then, see {@code clear}). A tick is exact for windows up to a second, 64 ns at a minute, 131 µs
 * at a day; rounding lets a permit come back up to two ticks late, never early.
 */
final class ExactWindow implements Meter {
  static final int MAX_PERMITS = 64;
  private static final int WINDOW_BITS = 30;

  private final int permits;
  private final int shift;
  private final int window;

  ExactWindow(LimitSpec spec) {
    long nanos = spec.window().toNanos();
    permits = spec.permits();
    shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(nanos) - WINDOW_BITS);
    long tick = 1L << shift;
    window = (int) Math.ceilDiv(nanos + tick - 1, tick);
  }

  /** The ring's head, that is its oldest time, then the ring. */
  @Override
  public int words() {
    return 1 + permits;
  }

  @Override
  public void settle(Shard shard, int slot, long now) {
    if (shard.clear(slot) <= now) {
      shard.spent[slot] = 0;
      return;
    }
    int at = shard.word(slot);
    int tick = (int) (now >> shift);
    while (shard.spent[slot] > 0 && tick - time(shard, at, 0) >= window) {
      dropOldest(shard, slot, at);
    }
  }

  @Override
  public void spend(Shard shard, int slot, long now, long time, int count) {
    long tick = time >> shift;
    long back = (tick + window) << shift;
    if (back <= now) {
      return;
    }
    int at = shard.word(slot);
    for (int i = 0; i < Math.min(count, permits); i++) {
      if (shard.spent[slot] == permits) {
        if (time(shard, at, 0) - (int) tick >= 0) {
          return;
        }
        dropOldest(shard, slot, at);
      }
      insert(shard, slot, at, (int) tick);
    }
    shard.clear(slot, Math.max(shard.clear(slot), back));
  }

  @Override
  public long more(Shard shard, int slot, long now) {
    if (shard.spent[slot] == 0) {
      return 0;
    }
    long tick = now >> shift;
    int age = (int) tick - time(shard, shard.word(slot), 0);
    return ((tick - age + window) << shift) - now;
  }

  /** Keeps the ring in order: only another location's admissions come late. */
  private void insert(Shard shard, int slot, int at, int tick) {
    int place = shard.spent[slot]++;
    while (place > 0 && time(shard, at, place - 1) - tick > 0) {
      shard.words[index(shard, at, place)] = time(shard, at, place - 1);
      place--;
    }
    shard.words[index(shard, at, place)] = tick;
  }

  private void dropOldest(Shard shard, int slot, int at) {
    int next = shard.words[at] + 1;
    shard.words[at] = next == permits ? 0 : next;
    shard.spent[slot]--;
  }

  private int time(Shard shard, int at, int place) {
    return shard.words[index(shard, at, place)];
  }

  private int index(Shard shard, int at, int place) {
    int i = shard.words[at] + place;
    return at + 1 + (i < permits ? i : i - permits);
  }
}
