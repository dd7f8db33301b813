package dev.verge;

/**
 * What a caller must be or may do for a route to answer. Who is nobody gets a 401, who may not a
 * 403.
 */
public sealed interface Requirement {
  /** Somebody, whoever it is. */
  record SignedIn() implements Requirement {}

  /** A scope of the caller's token, see {@link Identity#scopes}. */
  record Scope(String name) implements Requirement {
    public Scope {
      if (!name.matches("[\\x21\\x23-\\x5b\\x5d-\\x7e]+")) { // RFC 6749, section 3.3
        throw new IllegalArgumentException("'" + name + "' is no scope (RFC 6749)");
      }
    }
  }

  /** A claim of the caller's token that is, or holds, a value. */
  record Claim(String name, String value) implements Requirement {}

  /** See {@link SignedIn}. */
  static Requirement signedIn() {
    return new SignedIn();
  }

  /** See {@link Scope}. */
  static Requirement scope(String name) {
    return new Scope(name);
  }

  /** See {@link Claim}. */
  static Requirement claim(String name, String value) {
    return new Claim(name, value);
  }
}
