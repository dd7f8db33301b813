package dev.verge.shield.identity;

/**
 * What became of tokens before they expired. The shield asks for every request with a token, so
 * both answers come from memory or disk here. Thread-safe.
 */
public interface Revocations {
  /** Nothing is ever revoked. */
  Revocations NONE =
      new Revocations() {
        @Override
        public Object version() {
          return this;
        }

        @Override
        public boolean isRevoked(Token token) {
          return false;
        }
      };

  /**
   * The state of the list: while it stays equal, so do the answers of {@link #isRevoked}. Takes
   * well under a microsecond.
   */
  Object version();

  /**
   * Whether a token is refused though its signature and times hold.
   *
   * @throws dev.verge.Problem 503 if the list cannot be read
   */
  boolean isRevoked(Token token);
}
