package dev.verge.shield.limit;

/**
 * What a limit did at this location since the start.
 *
 * @param allowed requests that were admitted
 * @param refused requests that were refused
 * @param forgotten keys that were forgotten for want of memory, though permits of theirs were out
 * @param neverTold of a global limit: admissions that were forgotten before other locations were
 *     told
 */
public record LimitCounts(long allowed, long refused, long forgotten, long neverTold) {
  static final LimitCounts NONE = new LimitCounts(0, 0, 0, 0);

  LimitCounts plus(LimitCounts other) {
    return new LimitCounts(
        allowed + other.allowed,
        refused + other.refused,
        forgotten + other.forgotten,
        neverTold + other.neverTold);
  }
}
