package dev.verge.log;

/** The writer's term is over: another writer has begun a higher epoch. Nothing was acknowledged. */
public final class Fenced extends Exception {
  private static final long serialVersionUID = 1L;

  public Fenced(String message) {
    super(message);
  }
}
