package dev.verge.data.sql;

import static dev.verge.SqlException.Kind.STATEMENT;

import dev.verge.Row;
import dev.verge.Sql.Result;
import dev.verge.SqlException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client's transaction on the writer's connection: a savepoint within the batch's transaction.
 *
 * <p>A failure may end the whole SQLite transaction ({@code ON CONFLICT ROLLBACK}, {@code
 * RAISE(ROLLBACK)}, an interrupted write, a full disk), which takes the other clients' savepoints
 * with it. That is found out by asking SQLite, see {@link #rollback}.
 */
final class ClientTransaction {
  private final Sqlite db;
  private final Capture capture;
  private final WireOut out;
  private final SqlLimits limits;
  private final Capture.State before;
  private final int mark;
  private final List<String> savepoints = new ArrayList<>();
  private boolean schemaChanged;

  ClientTransaction(Sqlite db, Capture capture, WireOut out, SqlLimits limits) {
    this.db = db;
    this.capture = capture;
    this.out = out;
    this.limits = limits;
    this.before = capture.state();
    this.mark = out.size();
    db.run("SAVEPOINT _verge_client");
  }

  /** Runs one statement. */
  Result run(Command command) {
    Parsed parsed = command.parsed();
    if (parsed.isSchema()) {
      change(command);
      return new Result(0, 0, List.of());
    }
    Result result = step(command);
    String name = parsed.name();
    switch (parsed.kind()) {
      case SAVEPOINT -> savepoints.add(name);
      case RELEASE -> savepoints.subList(indexOf(name), savepoints.size()).clear();
      case ROLLBACK_TO -> savepoints.subList(indexOf(name) + 1, savepoints.size()).clear();
      default -> {}
    }
    return result;
  }

  private void change(Command command) {
    if (!command.args().isEmpty()) {
      throw new SqlException(
          STATEMENT, "a schema change takes no arguments: " + command.parsed().sql());
    }
    if (!savepoints.isEmpty()) {
      throw new SqlException(
          STATEMENT, "the schema cannot change within a SAVEPOINT: RELEASE it first");
    }
    schemaChanged = true;
    capture.change(command.parsed(), out);
  }

  /** Whether a statement changed the schema. */
  boolean schemaChanged() {
    return schemaChanged;
  }

  /** Makes it part of the batch. */
  void release() {
    db.run("RELEASE _verge_client");
  }

  /**
   * Takes it out of the batch.
   *
   * @return false if SQLite has ended the batch's transaction already
   */
  boolean rollback() {
    if (!db.inTransaction()) {
      return false;
    }
    db.run("ROLLBACK TO _verge_client");
    db.run("RELEASE _verge_client");
    capture.restore(before);
    out.cut(mark);
    return true;
  }

  private Result step(Command command) {
    Stmt statement = db.prepare(command.parsed().sql());
    long before = db.totalChanges();
    boolean row = statement.start(command.args().toArray());
    List<Row> rows = row ? new Reader.Rows(limits).all(statement, statement.columns()) : List.of();
    // What a statement that cannot write leaves in changes() is of an earlier one.
    boolean wrote = db.totalChanges() != before;
    Parsed.Kind kind = command.parsed().kind();
    boolean inserts = kind == Parsed.Kind.INSERT || kind == Parsed.Kind.WITH;
    return new Result(wrote ? db.changes() : 0, wrote && inserts ? lastRowId() : 0, rows);
  }

  private long lastRowId() {
    @Nullable Object id = db.one("SELECT last_insert_rowid()");
    return id instanceof Long number ? number : 0;
  }

  private int indexOf(String savepoint) {
    for (int i = savepoints.size() - 1; i >= 0; i--) {
      if (savepoints.get(i).equalsIgnoreCase(savepoint)) {
        return i;
      }
    }
    throw new SqlException(STATEMENT, "no such savepoint: " + savepoint);
  }
}
