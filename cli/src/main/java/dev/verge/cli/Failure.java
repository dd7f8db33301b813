package dev.verge.cli;

/** Ends a command: the message, for people, names the culprit and, if there is one, the mend. */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What was asked failed. */
  static final int FAILED = 1;

  /** The command, or what it needs around it, is wrong. */
  static final int USAGE = 2;

  private final int exitCode;

  private Failure(int exitCode, String message) {
    super(message, null, false, false);
    this.exitCode = exitCode;
  }

  static Failure failed(String message) {
    return new Failure(FAILED, message);
  }

  static Failure usage(String message) {
    return new Failure(USAGE, message);
  }

  int exitCode() {
    return exitCode;
  }
}
