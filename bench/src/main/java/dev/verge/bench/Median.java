package dev.verge.bench;

import java.util.Arrays;

/** The value in the middle. */
final class Median {
  private Median() {}

  /** Of an even number of values the upper one. */
  static double of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
