package dev.verge.world.app;

import dev.verge.App;
import dev.verge.Edge;

/** Has a PostgreSQL dataset and nothing else. */
public final class Ledger implements App {
  @Override
  public void define(Edge edge) {
    edge.data().postgres("orders");
  }
}
