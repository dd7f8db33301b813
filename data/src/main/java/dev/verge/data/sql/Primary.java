package dev.verge.data.sql;

import dev.verge.Problem;
import dev.verge.Sql.Result;
import dev.verge.SqlException;
import dev.verge.log.Ambiguous;
import dev.verge.log.Envelope;
import dev.verge.log.Fenced;
import dev.verge.log.LogException;
import dev.verge.log.Position;
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
 * <p><b>Log first.</b> One thread takes client transactions from a bounded queue and runs as many
 * as are there in one SQLite transaction, each in a savepoint of its own. Their net changes are one
 * record. Only when the log has acknowledged it is the position written and the transaction
 * committed, and only then is anybody answered. While the log forces one batch to disk the next one
 * gathers, so the number of forces does not limit the number of transactions.
 *
 * <p><b>What can go wrong.</b> Before the append: nothing is in the log, the batch is rolled back.
 * The append is refused because the term is over: rolled back, and the term ends ({@link Fenced}).
 * The append has no answer, or the commit after it fails: the transactions are {@link InDoubt},
 * this object is of no use any more, and the view must be replayed from the log, which decides.
 * Nothing that a COMMIT could refuse is let into a transaction (deferred constraints).
 *
 * <p>{@link #submit} and {@link #confirm} are thread-safe; everything else belongs to the dataset's
 * thread.
 */
final class Primary {
  private static final int QUEUE = 1_024;
  private static final int MAX_BATCH = 512;
  private static final long MAX_BATCH_NANOS = 10_000_000;
  private static final long POLL_MILLIS = 50;

  private final View view;
  private final Sqlite db;
  private final Writer writer;
  private final SqlLimits limits;
  private final Capture capture;
  private final Confirmation confirmation;
  private final WireOut out = new WireOut();
  private final BlockingQueue<Job> queue = new ArrayBlockingQueue<>(QUEUE);

  /** The jobs of the batch that runs. */
  private final List<BatchJob> taken = new ArrayList<>();

  /** A job taken from the queue that cannot be in the batch before it. */
  private @Nullable Job held;

  private @Nullable InDoubt doubt;
  private volatile @Nullable Problem ended;

  /**
   * Makes a view that has applied everything up to the term's begin its writing view.
   *
   * @throws SqlException if the triggers cannot be made
   */
  Primary(View view, Writer writer, SqlLimits limits) {
    this.view = view;
    this.db = view.db();
    this.writer = writer;
    this.limits = limits;
    this.confirmation = new Confirmation(writer);
    db.run("BEGIN IMMEDIATE");
    Triggers.create(db);
    db.run("COMMIT");
    db.run("PRAGMA foreign_keys=ON");
    this.capture = Capture.install(db);
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
    if (!queue.offer(job)) {
      throw Problem.unavailable(QUEUE + " transactions are waiting", Duration.ofSeconds(1));
    }
    if (ended != null && queue.remove(job)) {
      throw ended;
    }
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
    return doubt;
  }

  /** Serves until it shall stop. {@code between} is run between batches. */
  void run(BooleanSupplier stop, Runnable between) throws Fenced, Ambiguous {
    while (!stop.getAsBoolean()) {
      Job job = take();
      switch (job) {
        case null -> {}
        case Session session -> serve(session);
        case BatchJob first -> batch(first);
      }
      between.run();
    }
  }

  /** Ends the term: whoever waits is told why. */
  void end(Problem why) {
    ended = why;
    for (Job job = held == null ? queue.poll() : held; job != null; job = queue.poll()) {
      job.failed(why);
    }
    held = null;
    if (doubt == null) {
      taken.forEach(job -> job.failed(why));
    }
  }

  /** Runs a job of the dataset itself at once, and waits for its commit. */
  void now(BatchJob job) throws Fenced, Ambiguous {
    taken.clear();
    alone(job);
  }

  /** Runs what a dataset is first filled with: one transaction, without a time limit. */
  void fill(Filling filling, Outcome outcome) throws Fenced, Ambiguous {
    begin();
    ClientTransaction transaction = new ClientTransaction(db, capture, out, limits);
    try {
      filling.fill(transaction);
      transaction.release();
    } catch (RuntimeException e) {
      if (db.inTransaction()) {
        db.run("ROLLBACK");
      }
      throw e;
    }
    flush(true);
    commit(List.of(outcome), transaction.schemaChanged());
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
    taken.clear();
    if (first.changesSchema()) {
      alone(first);
      return;
    }
    List<BatchJob> good = new ArrayList<>();
    Capture.State before = capture.state();
    long start = System.nanoTime();
    begin();
    Job next = first;
    while (next instanceof BatchJob job && !job.changesSchema()) {
      taken.add(job);
      if (!runInSavepoint(job, good)) {
        // SQLite has ended the transaction of all: the others are done again, each for itself.
        capture.restore(before);
        redo(taken);
        return;
      }
      boolean full = taken.size() >= MAX_BATCH || System.nanoTime() - start > MAX_BATCH_NANOS;
      next = full ? null : queue.poll();
    }
    held = next;
    if (flush(false)) {
      commit(List.copyOf(good), false);
    } else {
      capture.restore(before);
      redo(good);
    }
  }

  private void redo(List<BatchJob> jobs) throws Fenced, Ambiguous {
    for (BatchJob job : jobs) {
      if (!job.answer().isDone()) {
        alone(job);
      }
    }
  }

  private void alone(BatchJob job) throws Fenced, Ambiguous {
    List<BatchJob> good = new ArrayList<>();
    Capture.State before = capture.state();
    if (!taken.contains(job)) {
      taken.add(job);
    }
    begin();
    if (!runInSavepoint(job, good)) {
      capture.restore(before);
      return;
    }
    try {
      flush(true);
    } catch (SqlException e) {
      capture.restore(before);
      job.failed(e);
      return;
    }
    commit(List.copyOf(good), job.changesSchema());
  }

  /** Returns false if SQLite has ended the batch's transaction. */
  private boolean runInSavepoint(BatchJob job, List<BatchJob> good) {
    db.limit(limits.transaction());
    ClientTransaction transaction = new ClientTransaction(db, capture, out, limits);
    try {
      job.gave(run(job, transaction));
      transaction.release();
      good.add(job);
      return true;
    } catch (SqlException | Problem e) {
      job.failed(e);
      return transaction.rollback();
    } finally {
      db.limit(null);
    }
  }

  private List<Result> run(BatchJob job, ClientTransaction transaction) {
    byte[] id = job.id();
    byte[] first = id == null ? null : WriteIds.result(db, id);
    if (first != null) {
      return Messages.results(new WireIn(first));
    }
    List<Result> results = new ArrayList<>(job.commands().size());
    for (Command command : job.commands()) {
      results.add(transaction.run(command));
    }
    if (id != null) {
      WriteIds.keep(db, id, Messages.results(results));
    }
    return results;
  }

  private void serve(Session session) throws Fenced, Ambiguous {
    if (!session.begin()) {
      return;
    }
    Capture.State before = capture.state();
    RuntimeException why =
        new SqlException(SqlException.Kind.STATEMENT, "the transaction has ended");
    try {
      begin();
      long deadline = System.nanoTime() + limits.transaction().toNanos();
      db.limitUntil(deadline);
      ClientTransaction transaction = new ClientTransaction(db, capture, out, limits);
      Session.Ask.End end = converse(session, transaction, deadline);
      db.limit(null);
      if (end != null && end.commit()) {
        finish(session, transaction, end);
      } else {
        rollback(before);
        if (end == null) {
          why = Session.expired(limits.transaction());
        } else {
          end.answer().complete(Written.mark(view.position()));
        }
      }
    } catch (SqlException | Problem e) {
      rollback(before);
      why = e;
    } finally {
      db.limit(null);
      session.end(why);
    }
  }

  /** Runs statements until the end that the client asks for; null when the time is over. */
  private Session.Ask.@Nullable End converse(
      Session session, ClientTransaction transaction, long deadline) {
    while (true) {
      switch (session.next(deadline)) {
        case null -> {
          return null;
        }
        case Session.Ask.End end -> {
          return end;
        }
        case Session.Ask.Run run -> {
          try {
            run.answer().complete(transaction.run(run.command()));
          } catch (SqlException | Problem e) {
            boolean late = System.nanoTime() - deadline >= 0;
            RuntimeException said = late ? Session.expired(limits.transaction()) : e;
            if (late || !db.inTransaction()) {
              session.end(said);
              run.answer().completeExceptionally(said);
              throw said;
            }
            run.answer().completeExceptionally(said);
          } catch (BrokenView e) {
            run.answer()
                .completeExceptionally(
                    Problem.unavailable("the primary failed, try again", Duration.ofSeconds(1)));
            throw e;
          }
        }
      }
    }
  }

  private void finish(Session session, ClientTransaction transaction, Session.Ask.End end)
      throws Fenced, Ambiguous {
    try {
      byte[] id = session.id();
      if (id != null) {
        WriteIds.keep(db, id, Messages.results(List.of()));
      }
      transaction.release();
      flush(true);
    } catch (SqlException | Problem e) {
      end.failed(e);
      throw e;
    }
    commit(List.of(end), transaction.schemaChanged());
  }

  private void begin() {
    db.run("BEGIN IMMEDIATE");
    out.cut(0);
    out.octet(Section.VERSION);
  }

  private void rollback(Capture.State before) {
    if (db.inTransaction()) {
      db.run("ROLLBACK");
    }
    capture.restore(before);
  }

  /**
   * Collects the changes. If they are too many for a record the batch is rolled back, and refused
   * if it is the transaction of one.
   */
  private boolean flush(boolean ofOne) {
    capture.flush(out);
    if (out.size() <= Envelope.MAX_PAYLOAD_BYTES) {
      return true;
    }
    db.run("ROLLBACK");
    if (ofOne) {
      throw new SqlException(
          SqlException.Kind.STATEMENT,
          "the transaction changes more than %d bytes: split it"
              .formatted(Envelope.MAX_PAYLOAD_BYTES));
    }
    return false;
  }

  private void commit(List<Outcome> outcomes, boolean schemaChanged) throws Fenced, Ambiguous {
    if (out.size() == 1) {
      db.run("COMMIT");
      for (Outcome outcome : outcomes) {
        outcome.committed(view.position());
      }
      return;
    }
    byte[] payload = out.toBytes();
    long sequence = writer.last() + 1;
    Position position;
    try {
      position = writer.append(payload);
    } catch (Fenced | LogException e) {
      Problem why = Problem.unavailable("not written: " + e.getMessage(), Duration.ofSeconds(1));
      outcomes.forEach(outcome -> outcome.failed(why));
      throw e;
    } catch (Ambiguous e) {
      doubt = new InDoubt(sequence, payload, outcomes);
      throw e;
    }
    try {
      view.commit(position, payload.length, schemaChanged);
    } catch (RuntimeException e) {
      doubt = new InDoubt(sequence, payload, outcomes);
      throw new BrokenView("commit failed after the append: " + e.getMessage(), e);
    }
    for (Outcome outcome : outcomes) {
      outcome.committed(position);
    }
  }
}
