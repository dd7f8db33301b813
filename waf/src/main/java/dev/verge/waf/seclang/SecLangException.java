package dev.verge.waf.seclang;

/** Rules that cannot be loaded; the message begins with file and line. */
public final class SecLangException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Tells what is wrong where. */
  public SecLangException(Source at, String what) {
    super(at + ": " + what);
  }

  /** Tells what is wrong where, and why. */
  public SecLangException(Source at, String what, Throwable cause) {
    super(at + ": " + what, cause);
  }
}
