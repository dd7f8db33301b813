package dev.verge.shield.identity;

/** Where keys come from: a set that stays, or a source that brings newer ones. Thread-safe. */
sealed interface Keys permits KeySet, KeySource {
  /** The keys as they are known now; the same object while they do not change. */
  KeySet current();

  /**
   * The keys, after a look for newer ones if there is none of this id; waits a second at most. It
   * may still be missing.
   */
  KeySet having(String id);
}
