package dev.verge;

/** Argon2id (RFC 9106) with a random salt. Slow on purpose; bounded in how many run at once. */
public interface Passwords {
  /** The password's hash in the PHC string format. */
  String hash(String password);

  /** Whether the password has that hash; takes the same time either way. */
  boolean verify(String password, String hash);
}
