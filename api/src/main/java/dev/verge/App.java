package dev.verge;

/**
 * A Verge application. The bundle names its class in {@code META-INF/services/dev.verge.App}; every
 * location makes its own instance with the public no-argument constructor.
 */
public interface App {
  /** Declares routes, data and origin components. Called once, before the first request. */
  void define(Edge edge);
}
