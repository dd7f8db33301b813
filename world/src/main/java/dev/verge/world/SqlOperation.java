package dev.verge.world;

import dev.verge.Problem;
import dev.verge.Row;
import dev.verge.Sql;
import dev.verge.SqlException;
import dev.verge.web.Dataset;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Runs one statement of an operator on a SQL or PostgreSQL dataset. */
final class SqlOperation {
  /** More rows than that are cut off, and the answer says so. */
  private static final int MAX_ROWS = 10_000;

  private static final int POSTGRES_SECONDS = 30;

  private final World world;

  SqlOperation(World world) {
    this.world = world;
  }

  /** Columns and rows; for a statement that wrote also what it changed. */
  Map<String, Object> run(String dataset, String sql, String location) {
    boolean postgres =
        world.application().datasets().stream()
            .anyMatch(d -> d instanceof Dataset.PostgresDeclaration && d.name().equals(dataset));
    return postgres
        ? atOrigin(world.location(world.origin()).node().origin().postgres(dataset), sql)
        : inView(view(dataset, location), sql);
  }

  private Sql view(String dataset, String location) {
    try {
      return world.data(location).local(dataset);
    } catch (IllegalArgumentException e) {
      throw Operations.unknownDataset(e);
    }
  }

  private static Map<String, Object> inView(Sql view, String sql) {
    try {
      return rows(view.query(sql));
    } catch (SqlException e) {
      if (e.kind() != SqlException.Kind.STATEMENT || !mayWrite(sql)) {
        throw e;
      }
      Sql.Result result = view.execute(sql);
      Map<String, Object> answer = rows(result.rows());
      answer.put("changes", result.changes());
      answer.put("lastRowId", result.lastRowId());
      return answer;
    }
  }

  /** Whether a statement that was refused as a read may be one that writes. */
  private static boolean mayWrite(String sql) {
    return !sql.stripLeading().toLowerCase(Locale.ROOT).startsWith("select");
  }

  private static Map<String, Object> rows(List<Row> rows) {
    List<List<@Nullable Object>> values = new ArrayList<>();
    for (Row row : rows.subList(0, Math.min(rows.size(), MAX_ROWS))) {
      List<@Nullable Object> line = new ArrayList<>();
      for (int i = 0; i < row.columns().size(); i++) {
        line.add(row.value(i));
      }
      values.add(line);
    }
    List<String> columns = rows.isEmpty() ? List.of() : rows.getFirst().columns();
    return answer(columns, values, rows.size() > MAX_ROWS);
  }

  private static Map<String, Object> atOrigin(DataSource database, String sql) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(POSTGRES_SECONDS);
      statement.setMaxRows(MAX_ROWS + 1);
      if (statement.execute(sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          return rows(rows);
        }
      }
      Map<String, Object> answer = answer(List.of(), List.of(), false);
      answer.put("changes", statement.getUpdateCount());
      return answer;
    } catch (SQLTransientConnectionException e) {
      throw Problem.unavailable("PostgreSQL is starting or busy", Duration.ofSeconds(1));
    } catch (SQLException e) {
      throw Problem.of(400, "The statement was refused", String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, Object> rows(ResultSet rows) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
      columns.add(rows.getMetaData().getColumnLabel(i));
    }
    List<List<@Nullable Object>> values = new ArrayList<>();
    boolean more = rows.next();
    for (; more && values.size() < MAX_ROWS; more = rows.next()) {
      List<@Nullable Object> line = new ArrayList<>();
      for (int i = 1; i <= columns.size(); i++) {
        line.add(plain(rows.getObject(i)));
      }
      values.add(line);
    }
    return answer(columns, values, more);
  }

  /** What JSON can say as it is; anything else as PostgreSQL's driver prints it. */
  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Integer n -> n;
      case Long n -> n;
      case Double n -> n;
      case BigDecimal n -> n;
      case Boolean b -> b;
      case byte[] bytes -> bytes;
      default -> value.toString();
    };
  }

  private static Map<String, Object> answer(
      List<String> columns, List<List<@Nullable Object>> rows, boolean truncated) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("columns", columns);
    answer.put("rows", rows);
    answer.put("truncated", truncated);
    return answer;
  }
}
