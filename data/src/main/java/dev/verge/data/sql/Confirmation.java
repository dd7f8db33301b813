package dev.verge.data.sql;

import dev.verge.log.Fenced;
import dev.verge.log.Writer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One confirmation of the writer's term for many readers that wait: each is answered by a
 * confirmation that began after it asked, so never by the one that is under way. Thread-safe.
 */
final class Confirmation {
  private final Writer writer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition done = lock.newCondition();
  private long begun;
  private long succeeded;
  private boolean running;

  Confirmation(Writer writer) {
    this.writer = writer;
  }

  /** Returns once the term is known to go on at some moment after this call. */
  void confirm() throws Fenced {
    long round;
    lock.lock();
    try {
      long needed = begun + 1;
      while (running && succeeded < needed) {
        done.awaitUninterruptibly();
      }
      if (succeeded >= needed) {
        return;
      }
      running = true;
      round = ++begun;
    } finally {
      lock.unlock();
    }
    boolean success = false;
    try {
      writer.confirm();
      success = true;
    } finally {
      finish(round, success);
    }
  }

  private void finish(long round, boolean success) {
    lock.lock();
    try {
      running = false;
      if (success) {
        succeeded = round;
      }
      done.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
