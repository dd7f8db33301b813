package dev.verge.shield.limit;

import java.util.Arrays;

/**
 * A sliding window over counts, for limits of many permits.
 *
 * <p>Time is cut into cells of G = W/63, rounded up, and the last 64 cells have a count each. An
 * admission in cell c comes back when cell c + 64 begins: at least 63 G, so a whole window, and at
 * most 64 G after it was made. So there are never more than P admissions in any window of length W,
 * and permits come back up to W/63 late: who stays within P in every window of 64/63 W is never
 * refused. Refused requests leave no trace, as in {@link ExactWindow}.
 *
 * <p>A cell's number is kept modulo 2^32, which its place in the ring (modulo 64) divides; numbers
 * are compared only while they lie within 64 of each other.
 */
final class CellWindow implements Meter {
  private static final int CELLS = 64;

  private final int permits;
  private final long cellNanos;

  CellWindow(LimitSpec spec) {
    permits = spec.permits();
    cellNanos = Math.ceilDiv(spec.window().toNanos(), CELLS - 1);
  }

  /** The number of a cell before which all are empty, then the counts. */
  @Override
  public int words() {
    return 1 + CELLS;
  }

  @Override
  public void settle(Shard shard, int slot, long now) {
    int at = shard.word(slot);
    int[] words = shard.words;
    int current = (int) Math.floorDiv(now, cellNanos);
    if (shard.clear(slot) <= now) {
      shard.spent[slot] = 0;
      Arrays.fill(words, at, at + words(), 0);
      words[at] = current;
      return;
    }
    while (shard.spent[slot] > 0
        && (current - words[at] >= CELLS || words[index(at, words[at])] == 0)) {
      int i = index(at, words[at]++);
      shard.spent[slot] -= words[i];
      words[i] = 0;
    }
  }

  @Override
  public void spend(Shard shard, int slot, long now, long time, int count) {
    long cell = Math.floorDiv(time, cellNanos);
    long back = (cell + CELLS) * cellNanos;
    if (back <= now) {
      return;
    }
    int at = shard.word(slot);
    int i = index(at, (int) cell);
    // More than all permits in one cell says no more than all of them, and cannot overflow.
    int added = Math.min(count, permits - shard.words[i]);
    shard.words[i] += added;
    shard.spent[slot] += added;
    if ((int) cell - shard.words[at] < 0) {
      shard.words[at] = (int) cell;
    }
    shard.clear(slot, Math.max(shard.clear(slot), back));
  }

  @Override
  public long more(Shard shard, int slot, long now) {
    int spent = shard.spent[slot];
    if (spent == 0) {
      return 0;
    }
    int at = shard.word(slot);
    int missing = Math.max(1, spent - permits + 1);
    long current = Math.floorDiv(now, cellNanos);
    long cell = current - ((int) current - shard.words[at]);
    while (true) {
      missing -= shard.words[index(at, (int) cell)];
      if (missing <= 0) {
        return (cell + CELLS) * cellNanos - now;
      }
      cell++;
    }
  }

  private static int index(int at, int cell) {
    return at + 1 + (cell & (CELLS - 1));
  }
}
