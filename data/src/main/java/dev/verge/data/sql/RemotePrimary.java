package dev.verge.data.sql;

import dev.verge.Problem;
import dev.verge.Row;
import dev.verge.Sql.Result;
import dev.verge.Sql.Statement;
import dev.verge.SqlException;
import dev.verge.data.Mark;
import dev.verge.data.Peers;
import dev.verge.data.Unreachable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dataset's primary at another location, as asked from here. Thread-safe. */
final class RemotePrimary {
  static final String READ = "sql.read";
  static final String WRITE = "sql.write";
  static final String BEGIN = "sql.tx.begin";
  static final String RUN = "sql.tx.run";
  static final String COMMIT = "sql.tx.commit";
  static final String ROLLBACK = "sql.tx.rollback";
  static final String PROBE = "sql.probe";
  static final String SNAPSHOT = "sql.snapshot";

  static final int ID_BYTES = 16;
  static final int CHUNK_BYTES = 1 << 20;

  private static final SecureRandom RANDOM = new SecureRandom();

  /** A retry that begins later would make a client wait longer for its 503 than it should. */
  private static final long RETRY_NANOS = 450_000_000;

  private static final int ATTEMPTS = 3;

  private final SqlSpec spec;
  private final Peers peers;
  private final Duration patience;

  RemotePrimary(SqlSpec spec, Peers peers, SqlLimits limits) {
    this.spec = spec;
    this.peers = peers;
    this.patience = limits.call();
  }

  /** What a read gave, and how far the primary had come. */
  record Read(List<Row> rows, Mark mark) {}

  /**
   * Reads at the primary.
   *
   * @param confirm whether the primary confirms its term first
   */
  Read read(String sql, boolean onlyFirst, boolean confirm, List<@Nullable Object> args) {
    WireOut out = new WireOut().text(spec.name());
    out.octet(onlyFirst ? 1 : 0).octet(confirm ? 1 : 0);
    Messages.statement(out, sql, args);
    WireIn in = call(READ, out, ATTEMPTS);
    return new Read(Messages.rows(in), Messages.mark(in));
  }

  /** Writes at the primary, once, however often it must be asked. */
  Written write(List<Statement> statements) {
    WireOut out = new WireOut().text(spec.name()).raw(newId()).number(statements.size());
    for (Statement statement : statements) {
      Messages.statement(out, statement.sql(), statement.args());
    }
    WireIn in = call(WRITE, out, ATTEMPTS);
    return new Written(Messages.results(in), Messages.mark(in));
  }

  /** Begins an interactive transaction and returns its id. */
  byte[] begin() {
    byte[] id = newId();
    try {
      call(BEGIN, new WireOut().text(spec.name()).raw(id), 1);
      return id;
    } catch (Problem unanswered) {
      // It may have begun all the same.
      rollback(id, unanswered);
      throw unanswered;
    }
  }

  Result run(byte[] id, String sql, List<@Nullable Object> args) {
    WireOut out = new WireOut().text(spec.name()).raw(id);
    Messages.statement(out, sql, args);
    return Messages.result(call(RUN, out, 1));
  }

  Mark commit(byte[] id) {
    return Messages.mark(call(COMMIT, new WireOut().text(spec.name()).raw(id), ATTEMPTS));
  }

  /**
   * Rolls back because of a failure; if the primary cannot be told, it does so at its limit.
   *
   * @param why gets what went wrong in telling
   */
  void rollback(byte[] id, Throwable why) {
    try {
      call(ROLLBACK, new WireOut().text(spec.name()).raw(id), 1);
    } catch (Problem unreachable) {
      why.addSuppressed(unreachable);
    }
  }

  /** Fetches the newest snapshot into a file and checks it. */
  Snapshot fetchSnapshot(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Snapshot snapshot = null;
    long offset = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      while (snapshot == null || offset < snapshot.size()) {
        long sequence = snapshot == null ? 0 : snapshot.position().sequence();
        WireOut ask = new WireOut().text(spec.name()).number(sequence).number(offset);
        WireIn in = call(SNAPSHOT, ask, ATTEMPTS);
        snapshot = Snapshot.read(in, file);
        byte[] chunk = in.bytes();
        if (chunk.length == 0) {
          throw new BrokenView("the snapshot of " + spec.name() + " ended at byte " + offset);
        }
        out.write(chunk);
        offset += chunk.length;
      }
    }
    Snapshots.verify(snapshot);
    return snapshot;
  }

  private WireIn call(String operation, WireOut body, int attempts) {
    byte[] message = body.toBytes();
    long start = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      try {
        return open(peers.call(spec.primary(), operation, message, patience));
      } catch (Unreachable e) {
        if (attempt >= attempts || System.nanoTime() - start > RETRY_NANOS) {
          throw outOfReach(operation, e);
        }
      }
    }
  }

  /** The answer within its envelope. */
  private static WireIn open(byte[] answer) {
    WireIn in = new WireIn(answer);
    if (in.octet() == PeerOperations.REFUSED) {
      SqlException.Kind kind = SqlException.Kind.valueOf(in.text());
      throw new SqlException(kind, in.text());
    }
    return in;
  }

  private Problem outOfReach(String operation, Unreachable e) {
    boolean maybe = e.sent() && (operation.equals(WRITE) || operation.equals(COMMIT));
    return Problem.unavailable(
        "the primary of %s (%s) is out of reach%s"
            .formatted(
                spec.name(),
                spec.primary(),
                maybe ? "; the write may or may not have happened" : ""),
        Duration.ofSeconds(1));
  }

  private static byte[] newId() {
    byte[] id = new byte[ID_BYTES];
    RANDOM.nextBytes(id);
    return id;
  }
}
