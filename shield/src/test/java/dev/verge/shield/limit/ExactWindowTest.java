package dev.verge.shield.limit;

class ExactWindowTest extends LimiterContract {
  @Override
  LimitSpec spec() {
    return LimitSpec.sliding("exact", 20, WINDOW).withMemoryBytes(1 << 20);
  }
}
