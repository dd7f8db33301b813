package dev.verge.data.sql;

import dev.verge.data.Mark;
import dev.verge.log.Position;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far a view has come, as readers may see it, and those who wait for it to come further.
 * Thread-safe; asking takes no lock.
 */
final class Applied {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile Position position = Position.START;

  Position position() {
    return position;
  }

  /** To be called after the commit, so that what is announced can be read. */
  void set(Position now) {
    position = now;
    if (waiting.get() > 0) {
      lock.lock();
      try {
        moved.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Whether the view has come to the mark. Never, if the mark is of another incarnation. */
  boolean reached(Mark mark) {
    Position now = position;
    return now.incarnation() == mark.incarnation() && now.sequence() >= mark.sequence();
  }

  /** Waits until the view has come to the mark; false if it has not in this time. */
  boolean await(Mark mark, long nanos) {
    if (reached(mark)) {
      return true;
    }
    if (position.incarnation() != mark.incarnation()) {
      return false;
    }
    long left = nanos;
    lock.lock();
    waiting.incrementAndGet();
    try {
      while (!reached(mark) && left > 0) {
        left = moved.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      waiting.decrementAndGet();
      lock.unlock();
    }
    return reached(mark);
  }
}
