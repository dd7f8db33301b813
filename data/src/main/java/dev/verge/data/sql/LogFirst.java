package dev.verge.data.sql;

import dev.verge.Problem;
import dev.verge.SqlException;
import dev.verge.log.Ambiguous;
import dev.verge.log.Envelope;
import dev.verge.log.Fenced;
import dev.verge.log.LogException;
import dev.verge.log.Position;
import dev.verge.log.Writer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The writer's SQLite transaction, one after the other: what happens in it is captured, and it is
 * committed only once its record is in the log.
 *
 * <p>Before the append nothing is in the log, and the transaction can be rolled back. If the append
 * is refused because the term is over, it is rolled back and the term ends ({@link Fenced}). If the
 * append has no answer, or the commit after it fails, its outcomes are {@link InDoubt}, and this
 * object is of no use any more: the view must be replayed from the log, which decides. Nothing that
 * a COMMIT could refuse is let into a transaction (deferred constraints).
 *
 * <p>Used by the dataset's thread only.
 */
final class LogFirst {
  /** An empty payload: the version. */
  private static final int EMPTY = 1;

  private final View view;
  private final Sqlite db;
  private final Writer writer;
  private final SqlLimits limits;
  private final Capture capture;
  private final WireOut out = new WireOut();
  private Capture.State before;
  private @Nullable InDoubt doubt;

  /**
   * Makes a view that has applied everything up to the term's begin its writing view.
   *
   * @throws SqlException if the triggers cannot be made
   */
  LogFirst(View view, Writer writer, SqlLimits limits) {
    this.view = view;
    this.db = view.db();
    this.writer = writer;
    this.limits = limits;
    db.run("BEGIN IMMEDIATE");
    Triggers.create(db);
    db.run("COMMIT");
    db.run("PRAGMA foreign_keys=ON");
    this.capture = Capture.install(db);
    this.before = capture.state();
  }

  Sqlite db() {
    return db;
  }

  /** The last record that is committed here. */
  Position position() {
    return view.position();
  }

  /** The transactions that the replay must decide; null: none. */
  @Nullable InDoubt doubt() {
    return doubt;
  }

  void begin() {
    before = capture.state();
    out.cut(0);
    out.octet(Section.VERSION);
    db.run("BEGIN IMMEDIATE");
  }

  /** Begins a client's part of it. */
  ClientTransaction client() {
    return new ClientTransaction(db, capture, out, limits);
  }

  /** Forgets everything since {@link #begin}, also when SQLite has rolled it back already. */
  void rollback() {
    if (db.inTransaction()) {
      db.run("ROLLBACK");
    }
    capture.restore(before);
  }

  /**
   * Collects the changes, and rolls back if they are too many for one record.
   *
   * @return whether they fit
   */
  boolean collect() {
    capture.flush(out);
    if (out.size() <= Envelope.MAX_PAYLOAD_BYTES) {
      return true;
    }
    rollback();
    return false;
  }

  /** Why a transaction that does not fit in a record is refused. */
  static SqlException tooLarge() {
    return new SqlException(
        SqlException.Kind.STATEMENT,
        "the transaction changes more than %d bytes: split it"
            .formatted(Envelope.MAX_PAYLOAD_BYTES));
  }

  /** Appends what was collected, commits, and tells all who wait. */
  void commit(List<? extends Outcome> outcomes, boolean schemaChanged) throws Fenced, Ambiguous {
    if (out.size() == EMPTY) {
      db.run("COMMIT");
      outcomes.forEach(outcome -> outcome.committed(view.position()));
      return;
    }
    byte[] payload = out.toBytes();
    Position position = append(payload, List.copyOf(outcomes));
    try {
      view.commit(position, payload.length, schemaChanged);
    } catch (RuntimeException e) {
      doubt = new InDoubt(position.sequence(), payload, List.copyOf(outcomes));
      throw new BrokenView("the commit failed after the append: " + e.getMessage(), e);
    }
    outcomes.forEach(outcome -> outcome.committed(position));
  }

  private Position append(byte[] payload, List<Outcome> outcomes) throws Fenced, Ambiguous {
    long sequence = writer.last() + 1;
    try {
      return writer.append(payload);
    } catch (Fenced | LogException e) {
      Problem why = Problem.unavailable("not written: " + e.getMessage(), Duration.ofSeconds(1));
      outcomes.forEach(outcome -> outcome.failed(why));
      throw e;
    } catch (Ambiguous e) {
      doubt = new InDoubt(sequence, payload, outcomes);
      throw e;
    }
  }
}
