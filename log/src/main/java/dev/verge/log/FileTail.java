package dev.verge.log;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tail of a {@link FilePartition}: one virtual thread that waits on the partition's condition.
 */
final class FileTail implements Log.Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(FileTail.class);

  private final FilePartition source;
  private final Consumer<? super Log.Entry> sink;
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable Throwable failure;

  private FileTail(FilePartition source, FileCursor cursor, Consumer<? super Log.Entry> sink) {
    this.source = source;
    this.sink = sink;
    this.thread =
        Thread.ofVirtual().name("tail " + source.partition()).unstarted(() -> run(cursor));
  }

  static FileTail start(FilePartition source, FileCursor cursor, Consumer<? super Log.Entry> sink) {
    FileTail tail = new FileTail(source, cursor, sink);
    tail.thread.start();
    return tail;
  }

  private void run(FileCursor cursor) {
    try (cursor) {
      FilePartition.End end = source.awaitBeyond(cursor.position() - 1, this);
      while (end != null) {
        cursor.extend(end);
        drain(cursor);
        end = source.awaitBeyond(cursor.position() - 1, this);
      }
    } catch (Throwable e) {
      // Whatever it is, the owner learns it from failure(): a tail must not end unnoticed.
      failure = e;
      if (!closed) {
        LOG.warn(
            "the tail of partition {} ended at {}: {}",
            source.partition(),
            cursor.position(),
            e.toString());
      }
    }
  }

  private void drain(FileCursor cursor) {
    Log.Entry entry = closed ? null : cursor.next();
    while (entry != null) {
      sink.accept(entry);
      entry = closed ? null : cursor.next();
    }
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public @Nullable Throwable failure() {
    return failure;
  }

  /** May be called by the sink itself; then it does not wait. */
  @Override
  public void close() {
    closed = true;
    source.wake();
    if (Thread.currentThread() == thread) {
      return;
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
