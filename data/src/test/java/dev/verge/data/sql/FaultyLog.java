package dev.verge.data.sql;

import dev.verge.log.Ambiguous;
import dev.verge.log.Conflict;
import dev.verge.log.Log;
import dev.verge.log.LogException;
import dev.verge.log.Partition;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A log whose next append goes wrong in one way; after a death nothing works any more. */
final class FaultyLog implements Log {
  /** What happens to the next append of a record to a partition. */
  enum Fault {
    /** It is appended, and the answer is lost. */
    LOSE_ANSWER,
    /** It is not appended, and nobody says so. */
    LOSE_REQUEST,
    /** It is refused before anything is appended. */
    REFUSE,
    /** It is appended, and the machine dies before the answer. */
    DIE_AFTER,
    /** The machine dies before it is appended. */
    DIE_BEFORE,
    /** It waits until {@link #goOn}, as if the process was paused. */
    PAUSE
  }

  private final Log log;
  private final AtomicReference<@Nullable Fault> next = new AtomicReference<>();
  private final AtomicReference<@Nullable Runnable> after = new AtomicReference<>();
  private final CountDownLatch paused = new CountDownLatch(1);
  private final CountDownLatch resumed = new CountDownLatch(1);
  private volatile boolean dead;

  FaultyLog(Log log) {
    this.log = log;
  }

  void next(Fault fault) {
    next.set(fault);
  }

  /** Is run once, after the next append and before its answer, on the thread that appends. */
  void afterNext(Runnable then) {
    after.set(then);
  }

  boolean isDead() {
    return dead;
  }

  /** Waits until an append is paused. */
  void awaitPause() throws InterruptedException {
    paused.await();
  }

  void goOn() {
    resumed.countDown();
  }

  @Override
  public long append(Partition p, long expectedLast, byte[] record) throws Conflict, Ambiguous {
    requireAlive();
    Fault fault = next.getAndSet(null);
    if (fault == null) {
      long sequence = log.append(p, expectedLast, record);
      Runnable then = after.getAndSet(null);
      if (then != null) {
        then.run();
      }
      return sequence;
    }
    switch (fault) {
      case LOSE_ANSWER -> log.append(p, expectedLast, record);
      case LOSE_REQUEST -> {}
      case REFUSE -> throw new LogException("the disk is full");
      case DIE_AFTER -> {
        log.append(p, expectedLast, record);
        dead = true;
      }
      case DIE_BEFORE -> dead = true;
      case PAUSE -> {
        paused.countDown();
        try {
          resumed.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        return log.append(p, expectedLast, record);
      }
    }
    throw new Ambiguous("no answer: " + fault);
  }

  @Override
  public Cursor read(Partition p, long from) {
    requireAlive();
    return log.read(p, from);
  }

  @Override
  public Subscription tail(Partition p, long from, Consumer<? super Entry> sink) {
    requireAlive();
    return log.tail(p, from, sink);
  }

  @Override
  public long first(Partition p) {
    requireAlive();
    return log.first(p);
  }

  @Override
  public long last(Partition p) {
    requireAlive();
    return log.last(p);
  }

  @Override
  public void truncateBelow(Partition p, long seq) {
    requireAlive();
    log.truncateBelow(p, seq);
  }

  @Override
  public void close() {
    log.close();
  }

  private void requireAlive() {
    if (dead) {
      throw new LogException("the machine is dead");
    }
  }
}
