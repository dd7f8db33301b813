package dev.verge.log;

import java.util.function.Consumer;

/**
 * The ordered durable log. Thread-safe. Sequences start at 1 and have no gaps.
 *
 * <p>Records are whole {@link Envelope}s, so that an implementation can check what it stores and a
 * reader what it is given. {@code read} and {@code tail} show only what is durable.
 */
public interface Log extends AutoCloseable {
  /**
   * Appends one record and returns its sequence, {@code expectedLast + 1}, once it is durable.
   *
   * @throws Conflict the log's end is not at {@code expectedLast}, or the record's epoch is lower
   *     than the log's: nothing was appended
   * @throws Ambiguous no answer: the record may or may not have been appended
   * @throws LogException the log cannot be used: nothing was appended
   * @throws IllegalArgumentException {@code record} is not a whole {@link Envelope} with the
   *     sequence {@code expectedLast + 1}: nothing was appended
   */
  long append(Partition p, long expectedLast, byte[] record) throws Conflict, Ambiguous;

  /**
   * Reads from {@code from} to the log's durable end as it is now, contiguous and verified.
   *
   * @throws LogException if {@code from} is below {@link #first} or above {@code last + 1} (the
   *     reader remembers more than the log holds), or a record fails verification
   */
  Cursor read(Partition p, long from);

  /**
   * Calls {@code sink} with every record from {@code from} on, in order, on one thread, as they
   * become durable, until the subscription is closed. A slow sink slows its own tail only. A
   * failure (of verification, of the sink, or the log's closing) ends the subscription, see {@link
   * Subscription#failure}.
   *
   * @throws LogException as {@link #read} does
   */
  Subscription tail(Partition p, long from, Consumer<? super Entry> sink);

  /** The lowest sequence still held; 1 for an empty log. */
  long first(Partition p);

  /** The highest durable sequence; 0 for an empty log. */
  long last(Partition p);

  /**
   * Allows everything below {@code seq} to be forgotten. Some of it may still be held after; the
   * last record always is.
   */
  void truncateBelow(Partition p, long seq);

  @Override
  void close();

  /** A record and where it stands. */
  record Entry(long sequence, byte[] record) {}

  /** Records in order. Not thread-safe. */
  interface Cursor extends AutoCloseable {
    /** The next record, or null at the end. */
    @org.jspecify.annotations.Nullable
    Entry next();

    @Override
    void close();
  }

  /** A tail that goes on until it is closed or fails. */
  interface Subscription extends AutoCloseable {
    /** Why the tail ended by itself, or null while it goes on. */
    @org.jspecify.annotations.Nullable
    Throwable failure();

    /** Ends the tail and waits until the sink is no longer called. */
    @Override
    void close();
  }
}
