package dev.verge.shield.limit;

class CellWindowTest extends LimiterContract {
  @Override
  LimitSpec spec() {
    return LimitSpec.sliding("cells", 1_000, WINDOW).withMemoryBytes(1 << 20);
  }
}
