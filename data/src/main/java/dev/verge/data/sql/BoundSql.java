package dev.verge.data.sql;

import dev.verge.Consistency;
import dev.verge.Problem;
import dev.verge.Row;
import dev.verge.Sql;
import dev.verge.SqlException;
import dev.verge.data.Mark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A dataset for one request: decides for each read whether this view will do, and sends everything
 * else to the primary. Thread-safe as its scope is.
 */
final class BoundSql implements Sql {
  private final SqlDataset dataset;
  private final RemotePrimary remote;
  private final SqlConfig config;
  private final SqlScope scope;

  /** Whether reads take this view as it is, marked stale. */
  private final boolean asItIs;

  BoundSql(
      SqlDataset dataset, RemotePrimary remote, SqlConfig config, SqlScope scope, boolean asItIs) {
    this.dataset = dataset;
    this.remote = remote;
    this.config = config;
    this.scope = scope;
    this.asItIs = asItIs;
  }

  @Override
  public List<Row> query(String sql, @Nullable Object... args) {
    return read(sql, false, args);
  }

  @Override
  public Optional<Row> first(String sql, @Nullable Object... args) {
    List<Row> rows = read(sql, true, args);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
  }

  @Override
  public Result execute(String sql, @Nullable Object... args) {
    return batch(List.of(new Statement(sql, Arguments.list(args)))).getFirst();
  }

  @Override
  public List<Result> batch(List<Statement> statements) {
    long start = System.nanoTime();
    try {
      List<Command> commands = new ArrayList<>(statements.size());
      for (Statement statement : statements) {
        commands.add(Command.of(statement.sql(), statement.args()));
      }
      Written written =
          dataset.isPrimaryHere() ? dataset.write(commands, null) : remote.write(statements);
      reached(written.mark());
      return written.results();
    } finally {
      scope.spent(System.nanoTime() - start);
    }
  }

  @Override
  public <T extends @Nullable Object> T transaction(Work<T> work) {
    long start = System.nanoTime();
    try {
      return dataset.isPrimaryHere() ? here(work) : remotely(work);
    } finally {
      scope.spent(System.nanoTime() - start);
    }
  }

  private <T extends @Nullable Object> T here(Work<T> work) {
    Session session = dataset.begin(null);
    T result;
    try {
      result = work.run(new InSession((sql, args) -> session.run(sql, args)));
    } catch (Throwable e) {
      session.rollback();
      throw e;
    }
    reached(session.commit());
    return result;
  }

  private <T extends @Nullable Object> T remotely(Work<T> work) {
    byte[] id = remote.begin();
    T result;
    try {
      result = work.run(new InSession((sql, args) -> remote.run(id, sql, args)));
    } catch (Throwable e) {
      remote.rollback(id, e);
      throw e;
    }
    reached(remote.commit(id));
    return result;
  }

  private List<Row> read(String sql, boolean onlyFirst, @Nullable Object[] args) {
    long start = System.nanoTime();
    try {
      if (asItIs) {
        return asItIs(sql, onlyFirst, args);
      }
      return switch (dataset.spec().consistency()) {
        case Consistency.Eventual eventual -> eventual(eventual, sql, onlyFirst, args);
        case Consistency.ReadAfterWrite r -> readAfterWrite(sql, onlyFirst, args);
        case Consistency.Strong s -> strong(sql, onlyFirst, args);
        case Consistency.StrongPerUser s ->
            throw new IllegalStateException("not for SQL datasets: " + s);
      };
    } finally {
      scope.spent(System.nanoTime() - start);
    }
  }

  private List<Row> eventual(
      Consistency.Eventual declared, String sql, boolean onlyFirst, @Nullable Object[] args) {
    Duration maxLag = declared.maxLag();
    if (dataset.isWriting()
        || (maxLag == null ? dataset.hasData() : dataset.freshness().within(maxLag.toNanos()))) {
      return dataset.read(sql, onlyFirst, args);
    }
    if (maxLag == null) {
      return forward(sql, onlyFirst, args, false).rows();
    }
    for (Consistency.PastLag reaction : declared.past()) {
      switch (reaction) {
        case FORWARD -> {
          try {
            return forward(sql, onlyFirst, args, false).rows();
          } catch (Problem e) {
            if (e.status() != 503) {
              throw e;
            }
          }
        }
        case STALE -> {
          if (dataset.hasData()) {
            return asItIs(sql, onlyFirst, args);
          }
        }
      }
    }
    throw tooOld(maxLag);
  }

  private List<Row> readAfterWrite(String sql, boolean onlyFirst, @Nullable Object[] args) {
    Mark mark = scope.mark(name());
    if (dataset.isWriting()) {
      return atPrimary(mark, sql, onlyFirst, args);
    }
    SqlLimits limits = config.limits();
    boolean heard = dataset.freshness().within(limits.heardWithin().toNanos());
    if (mark == null && scope.identified()) {
      RemotePrimary.Read read = forward(sql, onlyFirst, args, false);
      reached(read.mark());
      return read.rows();
    }
    boolean far = mark != null && !dataset.applied().await(mark, limits.bookmarkWait().toNanos());
    return heard && !far
        ? dataset.read(sql, onlyFirst, args)
        : forward(sql, onlyFirst, args, false).rows();
  }

  private List<Row> atPrimary(
      @Nullable Mark mark, String sql, boolean onlyFirst, @Nullable Object[] args) {
    var position = dataset.applied().position();
    if (mark != null
        && mark.incarnation() == position.incarnation()
        && mark.sequence() > position.sequence()) {
      throw Problem.unavailable(
          "the primary of " + name() + " is behind what this client has seen",
          Duration.ofSeconds(1));
    }
    return dataset.read(sql, onlyFirst, args);
  }

  private List<Row> strong(String sql, boolean onlyFirst, @Nullable Object[] args) {
    if (!dataset.isPrimaryHere()) {
      return forward(sql, onlyFirst, args, true).rows();
    }
    dataset.confirm();
    return dataset.read(sql, onlyFirst, args);
  }

  /** Reads this view, and says so unless it is the primary's. */
  private List<Row> asItIs(String sql, boolean onlyFirst, @Nullable Object[] args) {
    if (!dataset.isWriting()) {
      if (!dataset.hasData()) {
        throw Problem.unavailable(
            "there is no copy of %s at %s yet".formatted(name(), config.here()),
            Duration.ofSeconds(1));
      }
      OptionalLong lag = dataset.freshness().lag();
      scope.stale(name(), lag.isPresent() ? lag.getAsLong() / 1_000_000 : -1);
    }
    return dataset.read(sql, onlyFirst, args);
  }

  private RemotePrimary.Read forward(
      String sql, boolean onlyFirst, @Nullable Object[] args, boolean confirm) {
    if (dataset.isPrimaryHere()) {
      dataset.requireWriting();
    }
    return remote.read(sql, onlyFirst, confirm, Arguments.list(args));
  }

  private Problem tooOld(Duration maxLag) {
    OptionalLong lag = dataset.freshness().lag();
    return Problem.unavailable(
        "the copy of %s at %s is %s behind; at most %d ms are allowed"
            .formatted(
                name(),
                config.here(),
                lag.isPresent() ? lag.getAsLong() / 1_000_000 + " ms" : "an unknown time",
                maxLag.toMillis()),
        Duration.ofSeconds(1));
  }

  private void reached(Mark mark) {
    scope.reached(name(), mark);
  }

  private String name() {
    return dataset.spec().name();
  }

  /** How a transaction's statements get to the writer. */
  private interface Runner {
    Result run(String sql, List<@Nullable Object> args) throws SqlException;
  }

  private record InSession(Runner runner) implements Transaction {
    @Override
    public List<Row> query(String sql, @Nullable Object... args) {
      return execute(sql, args).rows();
    }

    @Override
    public Result execute(String sql, @Nullable Object... args) {
      return runner.run(sql, Arguments.list(args));
    }
  }
}
