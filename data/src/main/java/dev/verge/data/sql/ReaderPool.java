package dev.verge.data.sql;

import dev.verge.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The read-only connections to one database. Taking one costs two compare-and-sets; the lowest free
 * one is taken, so that few caches are warm rather than many cold. Thread-safe.
 */
final class ReaderPool implements AutoCloseable {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final Path file;
  private final SqlLimits limits;
  private final IntSupplier schemaVersion;
  private final Semaphore permits;
  private final AtomicReferenceArray<@Nullable Reader> free;
  private volatile boolean closed;

  /**
   * @param schemaVersion changes before and after each schema change; odd in between
   */
  ReaderPool(Path file, SqlLimits limits, IntSupplier schemaVersion) {
    this.file = file;
    this.limits = limits;
    this.schemaVersion = schemaVersion;
    this.permits = new Semaphore(limits.readers());
    this.free = new AtomicReferenceArray<>(limits.readers());
  }

  /**
   * A connection, to be given back with {@link #release}; null once the pool is closed.
   *
   * @throws Problem 503 when all are busy for a second
   */
  @Nullable Reader acquire() {
    if (!permits.tryAcquire() && !waitForPermit()) {
      throw Problem.unavailable("too many slow queries", Duration.ofSeconds(1));
    }
    if (closed) {
      permits.release();
      return null;
    }
    for (int i = 0; i < free.length(); i++) {
      if (free.get(i) != null) {
        Reader reader = free.getAndSet(i, null);
        if (reader != null) {
          return reader;
        }
      }
    }
    try {
      return new Reader(Sqlite.reader(file), limits, schemaVersion);
    } catch (RuntimeException e) {
      permits.release();
      throw e;
    }
  }

  void release(Reader reader) {
    boolean kept = false;
    for (int i = 0; i < free.length() && !kept; i++) {
      kept = free.get(i) == null && free.compareAndSet(i, null, reader);
    }
    permits.release();
    if (!kept) {
      reader.close();
    }
  }

  /** Waits for the queries that run, and closes all connections. */
  @Override
  public void close() {
    closed = true;
    permits.acquireUninterruptibly(limits.readers());
    for (int i = 0; i < free.length(); i++) {
      Reader reader = free.getAndSet(i, null);
      if (reader != null) {
        reader.close();
      }
    }
    permits.release(limits.readers());
  }

  private boolean waitForPermit() {
    try {
      return permits.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
