package dev.verge.data.sql;

import dev.verge.Problem;
import dev.verge.Row;
import dev.verge.Sql.Statement;
import dev.verge.SqlException;
import dev.verge.data.Mark;
import dev.verge.data.Peers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a location answers to others about the datasets whose primary it is. An answer is an octet
 * and then either the answer itself or what SQLite refused. Thread-safe.
 */
final class PeerOperations {
  static final int DONE = 0;
  static final int REFUSED = 1;

  private static final int MAX_SESSIONS = 1_000;

  private final Map<String, SqlDataset> datasets;
  private final Map<Id, Session> sessions = new ConcurrentHashMap<>();

  private record Id(long high, long low) {
    static Id of(byte[] bytes) {
      WireIn in = new WireIn(bytes);
      return new Id(in.fixed(), in.fixed());
    }
  }

  private interface Answerer {
    void answer(WireIn in, WireOut out) throws IOException;
  }

  PeerOperations(Map<String, SqlDataset> datasets) {
    this.datasets = datasets;
  }

  Map<String, Peers.Operation> all() {
    return Map.of(
        RemotePrimary.READ, operation(this::read),
        RemotePrimary.WRITE, operation(this::write),
        RemotePrimary.BEGIN, operation(this::begin),
        RemotePrimary.RUN, operation(this::run),
        RemotePrimary.COMMIT, operation(this::commit),
        RemotePrimary.ROLLBACK, operation(this::rollback),
        RemotePrimary.PROBE, operation(this::probe),
        RemotePrimary.SNAPSHOT, operation(this::snapshot));
  }

  private static Peers.Operation operation(Answerer answerer) {
    return (from, body) -> {
      WireOut out = new WireOut().octet(DONE);
      try {
        answerer.answer(new WireIn(body), out);
      } catch (SqlException e) {
        out.cut(0);
        out.octet(REFUSED).text(e.kind().name()).text(String.valueOf(e.getMessage()));
      } catch (IllegalArgumentException e) {
        throw Problem.of(400, "Bad peer message", String.valueOf(e.getMessage()));
      }
      return out.toBytes();
    };
  }

  private void read(WireIn in, WireOut out) {
    SqlDataset dataset = dataset(in.text());
    boolean onlyFirst = in.octet() != 0;
    boolean confirm = in.octet() != 0;
    Statement statement = Messages.statement(in);
    if (confirm) {
      dataset.confirm();
    } else {
      dataset.requireWriting();
    }
    List<Row> rows = dataset.read(statement.sql(), onlyFirst, statement.args().toArray());
    Messages.rows(out, rows);
    Messages.mark(out, Written.mark(dataset.applied().position()));
  }

  private void write(WireIn in, WireOut out) {
    SqlDataset dataset = dataset(in.text());
    byte[] id = in.raw(RemotePrimary.ID_BYTES);
    int count = in.count();
    List<Command> commands = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Statement statement = Messages.statement(in);
      commands.add(Command.of(statement.sql(), statement.args()));
    }
    Written written = dataset.write(commands, id);
    Messages.results(out, written.results());
    Messages.mark(out, written.mark());
  }

  private void begin(WireIn in, WireOut out) {
    SqlDataset dataset = dataset(in.text());
    byte[] id = in.raw(RemotePrimary.ID_BYTES);
    sessions.values().removeIf(Session::isForgettable);
    if (sessions.size() >= MAX_SESSIONS) {
      // The ends of these can still be found by their ids in the view.
      sessions.values().removeIf(Session::hasEnded);
    }
    if (sessions.size() >= MAX_SESSIONS) {
      throw Problem.unavailable("too many transactions are open", Duration.ofSeconds(1));
    }
    sessions.put(Id.of(id), dataset.begin(id));
  }

  private void run(WireIn in, WireOut out) {
    dataset(in.text());
    Session session = sessions.get(Id.of(in.raw(RemotePrimary.ID_BYTES)));
    if (session == null) {
      throw gone();
    }
    Statement statement = Messages.statement(in);
    Messages.result(out, session.run(statement.sql(), statement.args()));
  }

  private void commit(WireIn in, WireOut out) {
    SqlDataset dataset = dataset(in.text());
    byte[] id = in.raw(RemotePrimary.ID_BYTES);
    Session session = sessions.get(Id.of(id));
    Mark mark;
    if (session != null) {
      mark = session.commit();
    } else if (dataset.hasWritten(id)) {
      mark = Written.mark(dataset.applied().position());
    } else {
      dataset.requireWriting();
      throw gone();
    }
    Messages.mark(out, mark);
  }

  private void rollback(WireIn in, WireOut out) {
    dataset(in.text());
    Session session = sessions.remove(Id.of(in.raw(RemotePrimary.ID_BYTES)));
    if (session != null) {
      session.rollback();
    }
  }

  /** For each dataset 1 and the last sequence, after its term was confirmed, or 0. */
  private void probe(WireIn in, WireOut out) {
    int count = in.count();
    for (int i = 0; i < count; i++) {
      SqlDataset dataset = datasets.get(in.text());
      Mark mark = dataset == null ? null : dataset.confirmed();
      out.octet(mark == null ? 0 : 1);
      if (mark != null) {
        Messages.mark(out, mark);
      }
    }
  }

  private void snapshot(WireIn in, WireOut out) throws IOException {
    SqlDataset dataset = dataset(in.text());
    long sequence = in.number();
    long offset = in.number();
    Snapshots kept = dataset.snapshots().snapshots();
    Snapshot snapshot =
        (sequence == 0 ? kept.latest() : kept.at(sequence))
            .orElseThrow(
                () -> Problem.of(404, "No such snapshot", dataset.spec().name() + " " + sequence));
    snapshot.write(out);
    out.bytes(Snapshots.chunk(snapshot, offset, RemotePrimary.CHUNK_BYTES));
  }

  private SqlDataset dataset(String name) {
    SqlDataset dataset = datasets.get(name);
    if (dataset == null || !dataset.isPrimaryHere()) {
      throw Problem.of(404, "Not the primary", "the primary of " + name + " is not here");
    }
    return dataset;
  }

  private static SqlException gone() {
    return new SqlException(
        SqlException.Kind.TIMEOUT, "the transaction took too long and was rolled back");
  }
}
