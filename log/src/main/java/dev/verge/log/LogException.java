package dev.verge.log;

/** The log cannot be used: damaged, closed, full or out of reach. The message names the place. */
public class LogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LogException(String message) {
    super(message);
  }

  public LogException(String message, Throwable cause) {
    super(message, cause);
  }
}
