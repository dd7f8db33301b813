package dev.verge.node;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what a request left for after its response ({@code waitUntil}): bounded in number, and
 * interrupted after a limit. Thread-safe.
 */
final class Background implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Background.class);

  private final Semaphore places;
  private final int most;
  private final Duration limit;
  private final LongAdder failures = new LongAdder();
  private final ScheduledThreadPoolExecutor watch =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("wait-until-limit").factory());

  Background(int most, Duration limit) {
    this.most = most;
    this.places = new Semaphore(most);
    this.limit = limit;
    watch.setRemoveOnCancelPolicy(true);
  }

  /** Runs the task on a virtual thread, or logs that it was dropped when too many are running. */
  void run(String requestId, Runnable task) {
    if (!places.tryAcquire()) {
      failures.increment();
      log.warn("request {}: waitUntil dropped a task, {} are running already", requestId, most);
      return;
    }
    Thread.ofVirtual().name("wait-until").start(() -> runLimited(requestId, task));
  }

  /** Tasks that were dropped or failed, since the start. */
  long failures() {
    return failures.sum();
  }

  private void runLimited(String requestId, Runnable task) {
    Thread runner = Thread.currentThread();
    var alarm = watch.schedule(runner::interrupt, limit.toMillis(), TimeUnit.MILLISECONDS);
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      failures.increment();
      log.warn("request {}: a waitUntil task failed", requestId, e);
    } finally {
      alarm.cancel(false);
      places.release();
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
