package dev.verge;

import java.time.Duration;
import javax.sql.DataSource;

/** What a component at the origin works with. Thread-safe. */
public interface OriginContext {
  /**
   * A PostgreSQL dataset's connection pool. Connections can be had once the database is up; until
   * then {@code getConnection} waits, bounded, and then fails.
   */
  DataSource postgres(String dataset);

  /** SQL and KV datasets; reads here are at the primary, when it is here. */
  Data data();

  /** Password hashing. */
  Passwords passwords();

  /**
   * Runs a task again and again, on a virtual thread, never twice at once; failures are logged and
   * the task is tried again after the pause.
   */
  void every(Duration pause, Task task);

  /** Something to do in the background. */
  @FunctionalInterface
  interface Task {
    /** Does it once. */
    void run() throws Exception;
  }
}
