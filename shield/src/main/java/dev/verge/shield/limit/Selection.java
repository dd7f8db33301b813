package dev.verge.shield.limit;

/**
 * Chooses which counts go out in a round: the largest, for a given number of keys. It is first
 * offered all of them, then decides, then takes. Counts from {@link #LEVELS} on are alike to it.
 * For one use by one thread.
 */
final class Selection {
  private static final int LEVELS = 64;

  private final int[] offered = new int[LEVELS + 1];
  private int room;
  private int least = 1;

  /** How many of the counts of the {@link #least} level there is room for. */
  private int roomAtLeast;

  Selection(int keys) {
    room = keys;
  }

  void offer(int count) {
    offered[Math.min(count, LEVELS)]++;
  }

  void decide() {
    int left = room;
    least = LEVELS;
    while (least > 1 && offered[least] <= left) {
      left -= offered[least--];
    }
    roomAtLeast = left;
  }

  /** Whether a count goes out; it is used up then. */
  boolean takes(int count) {
    int level = Math.min(count, LEVELS);
    if (level < least || room == 0) {
      return false;
    }
    if (level == least && roomAtLeast-- <= 0) {
      return false;
    }
    room--;
    return true;
  }
}
