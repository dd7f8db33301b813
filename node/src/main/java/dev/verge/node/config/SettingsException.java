package dev.verge.node.config;

/** The configuration cannot be used: the message gives file, line and what to write instead. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SettingsException(String message) {
    super(message);
  }
}
