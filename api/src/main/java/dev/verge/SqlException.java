package dev.verge;

/** What SQLite, or Verge in its place, refuses: the message says what and how to mend it. */
public final class SqlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Kinds of refusal that code may want to tell apart. */
  public enum Kind {
    /** A UNIQUE or PRIMARY KEY constraint. */
    UNIQUE,
    /** Another constraint: NOT NULL, CHECK, FOREIGN KEY, or a trigger's RAISE. */
    CONSTRAINT,
    /** The statement is wrong, or not allowed here. */
    STATEMENT,
    /** The statement or transaction took longer than its limit and was rolled back. */
    TIMEOUT
  }

  private final Kind kind;

  public SqlException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Why it was refused. */
  public Kind kind() {
    return kind;
  }
}
