package dev.verge.web;

/**
 * What is wrong with an application or its bundle before the first request: the message names the
 * culprit and the mend, and is meant for the developer's eyes as it is.
 */
public final class DefinitionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong and how to mend it. */
  public DefinitionException(String message) {
    super(message);
  }

  /** The same with the exception behind it. */
  public DefinitionException(String message, Throwable cause) {
    super(message, cause);
  }
}
