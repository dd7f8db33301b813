package dev.verge.bench;

/** Something that a benchmark needs is not on this machine. */
final class MissingTool extends Exception {
  private static final long serialVersionUID = 1L;

  private MissingTool(String message) {
    super(message);
  }

  static MissingTool program(String name) {
    return new MissingTool(
        "the benchmark needs '" + name + "': install it (Debian: apt-get install " + name + ")");
  }

  static MissingTool folder(String variable, String what) {
    return new MissingTool("the benchmark needs " + what + ": set " + variable + " to its folder");
  }
}
