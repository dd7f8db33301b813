package dev.verge.shield.limit;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Monotonic nanoseconds that stand still until told. They begin shortly before they overflow. */
final class TestClock implements LongSupplier {
  private long nanos = Long.MAX_VALUE - 1_000;

  @Override
  public long getAsLong() {
    return nanos;
  }

  void advance(Duration by) {
    advance(by.toNanos());
  }

  void advance(long by) {
    nanos += by;
  }
}
