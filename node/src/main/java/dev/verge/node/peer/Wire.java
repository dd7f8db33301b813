package dev.verge.node.peer;

/**
 * What lies between two locations. Every request, answer and ping passes here, at the node that
 * asks: a world puts distance and faults in. Thread-safe.
 */
@FunctionalInterface
public interface Wire {
  /** A real network does its own delaying. */
  Wire DIRECT = (from, to, arrive) -> arrive.run();

  /**
   * Carries a message: runs {@code arrive} when it gets there, on any thread, once or never; must
   * not block.
   */
  void deliver(String from, String to, Runnable arrive);
}
