package dev.verge.data.sql;

import dev.verge.Problem;
import dev.verge.Sql.Result;
import dev.verge.SqlException;
import dev.verge.data.Mark;
import dev.verge.log.Position;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An interactive transaction: its client hands statements to the writer's thread, which belongs to
 * it from the first to its end. It ends by commit, rollback or at its time limit, whichever is
 * first, also when its client has disappeared. Thread-safe.
 */
final class Session implements Job {
  /** What the client asks of the writer's thread. */
  sealed interface Ask {
    /** A statement. */
    record Run(Command command, CompletableFuture<Result> answer) implements Ask {}

    /** The end, and whether the changes stay. */
    record End(boolean commit, CompletableFuture<Mark> answer) implements Ask, Outcome {
      @Override
      public void committed(Position position) {
        answer.complete(Written.mark(position));
      }

      @Override
      public void failed(RuntimeException why) {
        answer.completeExceptionally(why);
      }
    }

    /** The future that waits for the answer. */
    CompletableFuture<?> answer();
  }

  private static final long FORGET_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final long madeAt = System.nanoTime();
  private final byte @Nullable [] id;
  private final Duration patience;
  private final CompletableFuture<Boolean> begun = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition asked = lock.newCondition();
  private final ArrayDeque<Ask> asks = new ArrayDeque<>();
  private Ask.@Nullable End commit;
  private @Nullable RuntimeException ended;

  /**
   * @param id of a remote transaction, so that its commit can be asked for twice
   * @param patience how long the client waits for each answer
   */
  Session(byte @Nullable [] id, Duration patience) {
    this.id = id;
    this.patience = patience;
  }

  byte @Nullable [] id() {
    return id;
  }

  // The client's side.

  /** Waits until the writer's thread belongs to this transaction, or gives it up. */
  void awaitBegin(Duration limit) {
    try {
      Command.await(begun, limit, "the writer");
    } catch (RuntimeException e) {
      end(new SqlException(SqlException.Kind.TIMEOUT, "the transaction did not begin in time"));
      throw e;
    }
  }

  /** Runs one statement. */
  Result run(String sql, List<@Nullable Object> args) {
    CompletableFuture<Result> answer = new CompletableFuture<>();
    ask(new Ask.Run(Command.of(sql, args), answer));
    return Command.await(answer, patience, "the writer");
  }

  /** Commits; the answer is in the log. Asked again, it gives the same answer. */
  Mark commit() {
    lock.lock();
    try {
      if (commit == null) {
        Ask.End end = new Ask.End(true, new CompletableFuture<>());
        ask(end);
        commit = end;
      }
    } finally {
      lock.unlock();
    }
    return Command.await(commit.answer(), patience, "the writer");
  }

  /** Rolls back, if it has not ended yet. */
  void rollback() {
    lock.lock();
    try {
      if (ended == null) {
        asks.add(new Ask.End(false, new CompletableFuture<>()));
        asked.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether it has ended so long ago that nobody will ask for its end again. */
  boolean isForgettable() {
    return hasEnded() && System.nanoTime() - madeAt > FORGET_NANOS;
  }

  boolean hasEnded() {
    lock.lock();
    try {
      return ended != null;
    } finally {
      lock.unlock();
    }
  }

  private void ask(Ask ask) {
    lock.lock();
    try {
      if (ended != null) {
        throw copy(ended);
      }
      asks.add(ask);
      asked.signal();
    } finally {
      lock.unlock();
    }
  }

  // The writer's side.

  /** Tells the client that it may go on; false if it does not wait any more. */
  boolean begin() {
    return !hasEnded() && begun.complete(true);
  }

  /** The next thing that the client asks; null when the time is over. */
  @Nullable Ask next(long deadlineNanos) {
    lock.lock();
    try {
      while (asks.isEmpty()) {
        long left = deadlineNanos - System.nanoTime();
        if (left <= 0 || ended != null) {
          return null;
        }
        asked.await(left, TimeUnit.NANOSECONDS);
      }
      return asks.poll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Ends it: whoever asks, or has asked, is told why. */
  void end(RuntimeException why) {
    lock.lock();
    try {
      if (ended == null) {
        ended = why;
      }
      for (Ask ask = asks.poll(); ask != null; ask = asks.poll()) {
        ask.answer().completeExceptionally(copy(ended));
      }
      asked.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void failed(RuntimeException why) {
    end(why);
    begun.completeExceptionally(why);
  }

  /** What a client is told that comes after the limit. */
  static SqlException expired(Duration limit) {
    return new SqlException(
        SqlException.Kind.TIMEOUT,
        "the transaction took longer than %d ms and was rolled back: do less in it, or use batch"
            .formatted(limit.toMillis()));
  }

  /** A stack trace belongs to one thread. */
  private static RuntimeException copy(RuntimeException e) {
    return switch (e) {
      case SqlException sql -> new SqlException(sql.kind(), String.valueOf(sql.getMessage()));
      case Problem problem -> problem;
      default -> new IllegalStateException(e.getMessage(), e);
    };
  }
}
