package dev.verge.waf.regex;

/** A regular expression that is wrong, or that this engine does not match. */
public final class RegexException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RegexException(String message) {
    super(message);
  }

  RegexException(String message, Throwable cause) {
    super(message, cause);
  }
}
