package dev.verge.log;

import org.jspecify.annotations.Nullable;

/** No answer came: the append may or may not be in the log. The writer resolves it by reading. */
public final class Ambiguous extends Exception {
  private static final long serialVersionUID = 1L;

  public Ambiguous(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public Ambiguous(String message) {
    super(message);
  }
}
