package dev.verge.shield.limit;

import java.util.Arrays;

/** How many requests were admitted for each key of one limit. For one thread at a time. */
final class Counts {
  private final String limit;
  private long[] keys = new long[16];
  private int[] counts = new int[16];
  private int size;

  Counts(String limit) {
    this.limit = limit;
  }

  void add(long key, int count) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
    }
    keys[size] = key;
    counts[size++] = count;
  }

  String limit() {
    return limit;
  }

  int size() {
    return size;
  }

  long key(int i) {
    return keys[i];
  }

  int count(int i) {
    return counts[i];
  }
}
