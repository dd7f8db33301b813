package dev.verge.log;

/** Somebody else has appended, or begun a higher epoch: nothing of this append is in the log. */
public final class Conflict extends Exception {
  private static final long serialVersionUID = 1L;

  public Conflict(String message) {
    super(message);
  }
}
