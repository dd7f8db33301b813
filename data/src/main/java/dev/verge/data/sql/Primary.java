package dev.verge.data.sql;

import dev.verge.Problem;
import dev.verge.Sql.Result;
import dev.verge.SqlException;
import dev.verge.log.Ambiguous;
import dev.verge.log.Fenced;
import dev.verge.log.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of a dataset, for one term.
 *
 * <p>One thread takes client transactions from a bounded queue and runs as many as are there in one
 * SQLite transaction, each in a savepoint of its own, so that a failure undoes its own only. Their
 * net changes are one record; see {@link LogFirst} for how it is committed. While the log forces
 * one batch to disk the next one gathers, so the number of forces does not limit the number of
 * transactions.
 *
 * <p>Some failures make SQLite roll back the whole batch, see {@link ClientTransaction}. The others
 * in it are then done again, each for itself. A transaction that changes the schema, and an
 * interactive one, which cannot be done again, have a batch of their own.
 *
 * <p>{@link #submit} and {@link #confirm} are thread-safe; everything else belongs to the dataset's
 * thread.
 */
final class Primary {
  private static final int QUEUE = 1_024;
  private static final int MAX_BATCH = 512;
  private static final long MAX_BATCH_NANOS = 10_000_000;
  private static final long POLL_MILLIS = 50;

  private final LogFirst log;
  private final SqlLimits limits;
  private final Confirmation confirmation;
  private final BlockingQueue<Job> queue = new ArrayBlockingQueue<>(QUEUE);

  /** The jobs of the batch that runs. */
  private final List<BatchJob> taken = new ArrayList<>();

  /** A job taken from the queue that cannot be in the batch before it. */
  private @Nullable Job held;

  private volatile @Nullable Problem ended;

  /**
   * Makes a view that has applied everything up to the term's begin its writing view.
   *
   * @throws SqlException if the triggers cannot be made
   */
  Primary(View view, Writer writer, SqlLimits limits) {
    this.log = new LogFirst(view, writer, limits);
    this.limits = limits;
    this.confirmation = new Confirmation(writer);
  }

  /**
   * Hands over a job.
   *
   * @throws Problem 503 if the term has ended or too much is waiting
   */
  void submit(Job job) {
    if (ended != null) {
      throw ended;
    }
    if (!offer(job)) {
      throw Problem.unavailable(QUEUE + " transactions are waiting", Duration.ofSeconds(1));
    }
    if (ended != null && queue.remove(job)) {
      throw ended;
    }
  }

  /** Hands over a job that can wait for another time; false if too much is waiting. */
  boolean offer(Job job) {
    return queue.offer(job);
  }

  /**
   * Returns when the term is known to go on at a moment after this call: what is committed here is
   * the newest there is.
   */
  void confirm() throws Fenced {
    confirmation.confirm();
  }

  /** The transactions that the replay must decide, after the term has ended; or null. */
  @Nullable InDoubt doubt() {
    return log.doubt();
  }

  /** Serves until it shall stop. {@code between} is run between batches. */
  void run(BooleanSupplier stop, Runnable between) throws Fenced, Ambiguous {
    while (!stop.getAsBoolean()) {
      Job job = take();
      taken.clear();
      switch (job) {
        case null -> {}
        case Session session -> new Conversation(log, session, limits.transaction()).run();
        case BatchJob first when first.changesSchema() -> alone(first);
        case BatchJob first -> batch(first);
      }
      between.run();
    }
  }

  /** Ends the term: whoever waits and is not in doubt is told why. */
  void end(Problem why) {
    ended = why;
    for (Job job = held == null ? queue.poll() : held; job != null; job = queue.poll()) {
      job.failed(why);
    }
    held = null;
    if (log.doubt() == null) {
      taken.forEach(job -> job.failed(why));
    }
  }

  /** Runs what a dataset is first filled with: one transaction, without a time limit. */
  void fill(Filling filling) throws Fenced, Ambiguous {
    log.begin();
    ClientTransaction transaction = log.client();
    try {
      filling.fill(transaction);
      transaction.release();
      if (!log.collect()) {
        throw LogFirst.tooLarge();
      }
    } catch (RuntimeException e) {
      log.rollback();
      throw e;
    }
    log.commit(List.of(), transaction.schemaChanged());
  }

  /** Statements that run on the dataset's thread. */
  interface Filling {
    void fill(ClientTransaction transaction);
  }

  private @Nullable Job take() {
    Job next = held;
    held = null;
    if (next != null) {
      return next;
    }
    try {
      return queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new BrokenView("the writer's thread was interrupted", e);
    }
  }

  private void batch(BatchJob first) throws Fenced, Ambiguous {
    List<BatchJob> good = new ArrayList<>();
    long start = System.nanoTime();
    log.begin();
    Job next = first;
    while (next instanceof BatchJob job && !job.changesSchema()) {
      taken.add(job);
      if (!runInSavepoint(job, good)) {
        log.rollback();
        redo(List.copyOf(taken));
        return;
      }
      boolean full = taken.size() >= MAX_BATCH || System.nanoTime() - start > MAX_BATCH_NANOS;
      next = full ? null : queue.poll();
    }
    held = next;
    if (log.collect()) {
      log.commit(good, false);
    } else {
      redo(good);
    }
  }

  /** Runs those that have not failed by themselves, each for itself. */
  private void redo(List<BatchJob> jobs) throws Fenced, Ambiguous {
    for (BatchJob job : jobs) {
      if (!job.answer().isDone()) {
        alone(job);
      }
    }
  }

  private void alone(BatchJob job) throws Fenced, Ambiguous {
    if (!taken.contains(job)) {
      taken.add(job);
    }
    List<BatchJob> good = new ArrayList<>();
    log.begin();
    if (!runInSavepoint(job, good)) {
      log.rollback();
    } else if (log.collect()) {
      log.commit(good, job.changesSchema());
    } else {
      job.failed(LogFirst.tooLarge());
    }
  }

  /** Returns false if SQLite has ended the batch's transaction. */
  private boolean runInSavepoint(BatchJob job, List<BatchJob> good) {
    log.db().limit(limits.transaction());
    ClientTransaction transaction = log.client();
    try {
      job.gave(run(job, transaction));
      transaction.release();
      good.add(job);
      return true;
    } catch (SqlException | Problem e) {
      job.failed(e);
      return transaction.rollback();
    } finally {
      log.db().limit(null);
    }
  }

  private List<Result> run(BatchJob job, ClientTransaction transaction) {
    byte[] id = job.id();
    byte[] first = id == null ? null : WriteIds.result(log.db(), id);
    if (first != null) {
      return Messages.results(new WireIn(first));
    }
    List<Result> results = new ArrayList<>(job.commands().size());
    for (Command command : job.commands()) {
      results.add(transaction.run(command));
    }
    if (id != null) {
      WriteIds.keep(log.db(), id, Messages.results(results));
    }
    return results;
  }
}
