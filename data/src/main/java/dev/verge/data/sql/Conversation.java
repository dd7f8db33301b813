package dev.verge.data.sql;

import dev.verge.Problem;
import dev.verge.SqlException;
import dev.verge.log.Ambiguous;
import dev.verge.log.Fenced;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The writer's side of one interactive transaction, from its begin to its end, on the dataset's
 * thread. It has the writer for itself, so it is bounded in time whatever its client does.
 */
final class Conversation {
  private final LogFirst log;
  private final Session session;
  private final Duration limit;

  Conversation(LogFirst log, Session session, Duration limit) {
    this.log = log;
    this.session = session;
    this.limit = limit;
  }

  /** Serves the client until it commits, rolls back, fails, or its time is over. */
  void run() throws Fenced, Ambiguous {
    if (!session.begin()) {
      return;
    }
    RuntimeException why =
        new SqlException(SqlException.Kind.STATEMENT, "the transaction has ended");
    try {
      log.begin();
      long deadline = System.nanoTime() + limit.toNanos();
      log.db().limitUntil(deadline);
      ClientTransaction transaction = log.client();
      Session.Ask.End end = converse(transaction, deadline);
      log.db().limit(null);
      if (end != null && end.commit()) {
        commit(transaction, end);
        return;
      }
      log.rollback();
      if (end == null) {
        why = Session.expired(limit);
      } else {
        end.answer().complete(Written.mark(log.position()));
      }
    } catch (SqlException | Problem e) {
      log.db().limit(null);
      log.rollback();
      why = e;
    } finally {
      log.db().limit(null);
      session.end(why);
    }
  }

  /** Runs statements until the end that the client asks for; null when the time is over. */
  private Session.Ask.@Nullable End converse(ClientTransaction transaction, long deadline) {
    while (true) {
      switch (session.next(deadline)) {
        case null -> {
          return null;
        }
        case Session.Ask.End end -> {
          return end;
        }
        case Session.Ask.Run run -> run(run, transaction, deadline);
      }
    }
  }

  /** A statement that fails is undone and said; the transaction goes on if SQLite has kept it. */
  private void run(Session.Ask.Run run, ClientTransaction transaction, long deadline) {
    try {
      run.answer().complete(transaction.run(run.command()));
    } catch (SqlException | Problem e) {
      boolean late = System.nanoTime() - deadline >= 0;
      RuntimeException said = late ? Session.expired(limit) : e;
      boolean over = late || !log.db().inTransaction();
      if (over) {
        session.end(said);
      }
      run.answer().completeExceptionally(said);
      if (over) {
        throw said;
      }
    } catch (BrokenView e) {
      run.answer()
          .completeExceptionally(
              Problem.unavailable("the primary failed, try again", Duration.ofSeconds(1)));
      throw e;
    }
  }

  private void commit(ClientTransaction transaction, Session.Ask.End end) throws Fenced, Ambiguous {
    try {
      byte[] id = session.id();
      if (id != null) {
        WriteIds.keep(log.db(), id, Messages.results(List.of()));
      }
      transaction.release();
      if (!log.collect()) {
        throw LogFirst.tooLarge();
      }
    } catch (SqlException | Problem e) {
      end.failed(e);
      throw e;
    }
    log.commit(List.of(end), transaction.schemaChanged());
  }
}
