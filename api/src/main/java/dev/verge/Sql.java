package dev.verge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A SQL dataset. Reads happen where the dataset's consistency allows, usually here; writes happen
 * at the primary, wherever they are asked for, and are on disk when a method returns.
 *
 * <p>Arguments are null, {@link String}, integral numbers, {@link Boolean} (1 or 0), {@link Double}
 * or {@code byte[]}. All methods throw {@link SqlException} for what SQLite refuses and {@link
 * Problem} 503 when the place that is needed is out of reach.
 */
public interface Sql {
  /** All rows of a read-only statement. */
  List<Row> query(String sql, @Nullable Object... args);

  /** The first row of a read-only statement. */
  Optional<Row> first(String sql, @Nullable Object... args);

  /** Runs one writing statement in a transaction of its own. */
  Result execute(String sql, @Nullable Object... args);

  /** Runs statements in one transaction, in one round trip: all or none. */
  List<Result> batch(List<Statement> statements);

  /**
   * Runs an interactive transaction at the primary. It holds the dataset's only writer, so it is
   * rolled back after two seconds; prefer {@link #batch} from afar. An exception rolls back.
   */
  <T extends @Nullable Object> T transaction(Work<T> work);

  /** What an interactive transaction does. */
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    /** Does it. */
    T run(Transaction tx);
  }

  /** Statements within one transaction; they see its own writes. */
  interface Transaction {
    /** All rows of a statement, which may write ({@code RETURNING}). */
    List<Row> query(String sql, @Nullable Object... args);

    /** The first row of a statement. */
    default Optional<Row> first(String sql, @Nullable Object... args) {
      List<Row> rows = query(sql, args);
      return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
    }

    /** Runs one statement. */
    Result execute(String sql, @Nullable Object... args);
  }

  /** A statement with its arguments. */
  record Statement(String sql, List<@Nullable Object> args) {
    /** Reads well in a list. */
    public static Statement of(String sql, @Nullable Object... args) {
      List<@Nullable Object> copy = new ArrayList<>(args.length);
      for (Object arg : args) {
        copy.add(arg);
      }
      return new Statement(sql, copy);
    }
  }

  /**
   * What a writing statement did.
   *
   * @param changes rows inserted, updated or deleted by the statement itself
   * @param lastRowId the rowid of the last insert on the writer's connection
   * @param rows what {@code RETURNING} gave
   */
  record Result(long changes, long lastRowId, List<Row> rows) {}
}
