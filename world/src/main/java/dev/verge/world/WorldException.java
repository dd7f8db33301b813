package dev.verge.world;

import org.jspecify.annotations.Nullable;

/** A world cannot be opened: the message, for people, names the culprit and the mend. */
public final class WorldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WorldException(String message) {
    super(message);
  }

  WorldException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
