package dev.verge.world;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks later, one at a time, by the time they are due; those due at once in order of call.
 */
interface Scheduler extends AutoCloseable {
  /**
   * Runs a short task that does not block, {@code nanos} from now at the earliest. What is due
   * after the close is not run.
   *
   * @return false if this is closed and the task will not run
   */
  boolean after(long nanos, Runnable task);

  @Override
  void close();

  /** A scheduler on one thread of its own and the system's clock. */
  static Scheduler system() {
    return new SystemScheduler();
  }

  /** Tens of microseconds late at most on an idle machine; some 100,000 tasks per second. */
  final class SystemScheduler implements Scheduler {
    private static final Logger log = LoggerFactory.getLogger(Scheduler.class);

    private final ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("verge-links").factory());

    private SystemScheduler() {}

    @Override
    public boolean after(long nanos, Runnable task) {
      try {
        var _ = executor.schedule(() -> run(task), nanos, TimeUnit.NANOSECONDS);
        return true;
      } catch (RejectedExecutionException closed) {
        return false;
      }
    }

    private static void run(Runnable task) {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        log.error("what a message set off at its arrival failed", e);
      }
    }

    @Override
    public void close() {
      executor.shutdownNow();
    }
  }
}
