package dev.verge.shop;

import dev.verge.Problem;
import dev.verge.Retryable;

/** Accounts and their credentials, at the origin: passwords and their hashes never leave it. */
public interface Accounts {
  /** UTF-8 bytes of the longest password; a limit, because hashing is slow on purpose. */
  int MAX_PASSWORD = 1024;

  /**
   * Makes an account. Its id is the caller's, so that the same call a second time does nothing.
   *
   * @throws Problem 409 if the email is taken
   */
  @Retryable
  void create(Account account);

  /**
   * The id of the user with that email and password.
   *
   * @throws Problem 401 if there is none
   */
  @Retryable
  String authenticate(Credentials credentials);

  /** A new account. */
  record Account(String id, String email, String name, String region, String password) {
    @Override
    public String toString() {
      return "account " + id;
    }
  }

  /** What a user signs in with. */
  record Credentials(String email, String password) {
    @Override
    public String toString() {
      return "credentials";
    }
  }
}
