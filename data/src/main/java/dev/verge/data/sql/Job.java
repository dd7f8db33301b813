package dev.verge.data.sql;

/** What waits for the writer. */
sealed interface Job permits BatchJob, Session {
  /** Tells whoever waits that it was not done. */
  void failed(RuntimeException why);
}
