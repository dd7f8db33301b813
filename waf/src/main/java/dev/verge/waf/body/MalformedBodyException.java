package dev.verge.waf.body;

/** A body breaks a rule of its format or a limit. The message has nothing from the body. */
final class MalformedBodyException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedBodyException(String message) {
    // Attackers decide how often this happens, so it must cost little.
    super(message, null, false, false);
  }
}
