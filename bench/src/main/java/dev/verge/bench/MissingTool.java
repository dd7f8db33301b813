package dev.verge.bench;

/** A program that a benchmark needs is not installed. */
final class MissingTool extends Exception {
  private static final long serialVersionUID = 1L;

  MissingTool(String name) {
    super("the benchmark needs '" + name + "': install it (Debian: apt-get install " + name + ")");
  }
}
