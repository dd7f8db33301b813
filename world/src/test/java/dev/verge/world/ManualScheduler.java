package dev.verge.world;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A scheduler whose time the test moves; tasks run on the thread that moves it. */
final class ManualScheduler implements Scheduler {
  private record Task(long due, long number, Runnable run) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
  private long now;
  private long count;

  @Override
  public synchronized boolean after(long nanos, Runnable task) {
    tasks.add(new Task(now + nanos, count++, task));
    return true;
  }

  /** Lets time pass, and runs what becomes due at its time. */
  void advance(Duration time) {
    long end = now() + time.toNanos();
    for (Task task = dueBy(end); task != null; task = dueBy(end)) {
      task.run().run();
    }
    synchronized (this) {
      now = end;
    }
  }

  /** How many tasks wait for their time. */
  synchronized int waiting() {
    return tasks.size();
  }

  synchronized long now() {
    return now;
  }

  private synchronized @Nullable Task dueBy(long end) {
    Task task = tasks.peek();
    if (task == null || task.due() > end) {
      return null;
    }
    now = task.due();
    return tasks.remove();
  }

  @Override
  public void close() {
    // Nothing runs by itself.
  }
}
