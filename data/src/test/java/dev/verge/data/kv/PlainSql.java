package dev.verge.data.kv;

import dev.verge.Row;
import dev.verge.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A SQL dataset without replicas: one SQLite file, one connection. */
final class PlainSql implements Sql, AutoCloseable {
  private final Connection connection;

  PlainSql(Path file, String schema) {
    try {
      connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (var statement = connection.createStatement()) {
        statement.executeUpdate("PRAGMA synchronous = OFF");
        statement.executeUpdate(schema);
      }
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public synchronized List<Row> query(String sql, @Nullable Object... args) {
    return run(Statement.of(sql, args)).rows();
  }

  @Override
  public Optional<Row> first(String sql, @Nullable Object... args) {
    return query(sql, args).stream().findFirst();
  }

  @Override
  public Result execute(String sql, @Nullable Object... args) {
    return batch(List.of(Statement.of(sql, args))).getFirst();
  }

  @Override
  public synchronized List<Result> batch(List<Statement> statements) {
    try {
      try {
        List<Result> results = statements.stream().map(this::run).toList();
        connection.commit();
        return results;
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public <T extends @Nullable Object> T transaction(Work<T> work) {
    throw new AssertionError("KV datasets do not hold the writer");
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Result run(Statement statement) {
    try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
      for (int i = 0; i < statement.args().size(); i++) {
        prepared.setObject(i + 1, statement.args().get(i));
      }
      boolean hasRows = prepared.execute();
      List<Row> rows = hasRows ? rows(prepared.getResultSet()) : List.of();
      return new Result(Math.max(0, prepared.getUpdateCount()), 0, rows);
    } catch (SQLException e) {
      throw new IllegalStateException(statement.sql(), e);
    }
  }

  private static List<Row> rows(ResultSet results) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
      columns.add(results.getMetaData().getColumnName(i));
    }
    List<Row> rows = new ArrayList<>();
    while (results.next()) {
      @Nullable Object[] values = new @Nullable Object[columns.size()];
      for (int i = 0; i < values.length; i++) {
        Object value = results.getObject(i + 1);
        values[i] = value instanceof Integer n ? n.longValue() : value;
      }
      rows.add(new Row(columns, values));
    }
    return rows;
  }
}
