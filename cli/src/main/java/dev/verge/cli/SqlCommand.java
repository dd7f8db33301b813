package dev.verge.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code verge sql}. */
@Command(
    name = "sql",
    description = {
      "Runs one statement on a SQL dataset of the running world.",
      "Reads answer from the view of the location given with --at; writes go to the primary."
    },
    mixinStandardHelpOptions = true)
final class SqlCommand implements Runnable {
  private final PrintWriter out;
  @Mixin private Question question = new Question();

  @Option(
      names = "--at",
      paramLabel = "LOC",
      description = "The location to ask (default: the first one).")
  private @Nullable String at;

  @Parameters(index = "0", paramLabel = "DATASET")
  private String dataset = "";

  @Parameters(index = "1", paramLabel = "SQL", description = "One statement, in quotes.")
  private String sql = "";

  SqlCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void run() {
    Map<String, @Nullable String> request = new LinkedHashMap<>();
    request.put("dataset", dataset);
    request.put("sql", sql);
    request.put("at", at);
    question.ask(out, control -> control.post("/sql", request), SqlCommand::table);
  }

  private static String table(JsonNode answer) {
    StringBuilder text = new StringBuilder();
    List<String> columns = cells(answer.path("columns"));
    JsonNode rows = answer.path("rows");
    if (!columns.isEmpty()) {
      Table table = new Table(columns);
      rows.forEach(row -> table.row(cells(row)));
      text.append(table);
    }
    if (answer.has("changes")) {
      text.append(count(answer.path("changes").asLong(0), "row")).append(" changed\n");
    } else if (answer.path("truncated").asBoolean(false)) {
      text.append("the first ").append(rows.size()).append(" rows; there are more\n");
    } else {
      text.append(count(rows.size(), "row")).append('\n');
    }
    return text.toString();
  }

  private static List<String> cells(JsonNode row) {
    List<String> cells = new ArrayList<>();
    row.forEach(value -> cells.add(value.isNull() ? "NULL" : value.asString("")));
    return cells;
  }

  private static String count(long n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }
}
