package dev.verge.data;

/** A location gave no answer in time: what was asked of it may or may not have happened. */
public final class Unreachable extends Exception {
  private static final long serialVersionUID = 1L;

  private final String location;
  private final boolean sent;

  /**
   * @param sent whether the request may have left: false means that nothing was carried out
   */
  public Unreachable(String location, boolean sent, String message) {
    super(message);
    this.location = location;
    this.sent = sent;
  }

  /** The silent location. */
  public String location() {
    return location;
  }

  /** Whether the request may have been carried out. */
  public boolean sent() {
    return sent;
  }
}
