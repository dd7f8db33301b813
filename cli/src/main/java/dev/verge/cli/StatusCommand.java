package dev.verge.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code verge status}. */
@Command(
    name = "status",
    description = "Shows the locations and datasets of the running world.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Runnable {
  private static final int MOST = 4;

  private final PrintWriter out;
  @Mixin private Question question = new Question();

  StatusCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void run() {
    question.ask(out, control -> control.get("/status"), StatusCommand::tables);
  }

  private static String tables(JsonNode status) {
    Table locations = Table.of("LOCATION", "WHERE", "ROLE", "ADDRESS", "HEALTH");
    for (JsonNode location : status.path("locations")) {
      locations.row(
          text(location, "name"),
          text(location, "city") + ", " + text(location, "country"),
          text(location, "role"),
          text(location, "url"),
          text(location, "health") + (location.path("cut").asBoolean(false) ? ", cut off" : ""));
    }
    Table datasets =
        Table.of("DATASET", "STORE", "CONSISTENCY", "LOCATION", "APPLIED", "LAG MS", "PRIMARY");
    List<String> troubles = new ArrayList<>();
    for (JsonNode dataset : status.path("datasets")) {
      datasets.row(
          text(dataset, "name"),
          text(dataset, "store"),
          text(dataset, "consistency"),
          text(dataset, "location"),
          text(dataset, "applied"),
          text(dataset, "lag_ms"),
          text(dataset, "primary"));
      if (!dataset.path("trouble").isMissingNode() && !dataset.path("trouble").isNull()) {
        troubles.add(
            "%s at %s: %s\n"
                .formatted(
                    text(dataset, "name"),
                    text(dataset, "location"),
                    Table.visible(text(dataset, "trouble"))));
      }
    }
    String gateway = "Gateway: " + Table.visible(text(status, "gateway")) + "\n\n";
    String trouble = troubles.isEmpty() ? "" : "\n" + String.join("", troubles);
    return gateway + locations + "\n" + datasets + "\n" + shields(status) + trouble;
  }

  private static Table shields(JsonNode status) {
    Table shields =
        Table.of(
            "SHIELD OF",
            "CONNECTIONS REFUSED",
            "FIREWALL REFUSED",
            "RULES MATCHED",
            "LIMITS REFUSED");
    for (JsonNode location : status.path("locations")) {
      JsonNode shield = location.path("shield");
      shields.row(
          text(location, "name"),
          text(shield, "connectionsRefused"),
          text(shield, "refused"),
          most(shield.path("rules"), count -> count),
          most(shield.path("limits"), counts -> counts.path("refused")));
    }
    return shields;
  }

  /** The names with the largest numbers, such as {@code 942100: 12}. */
  private static String most(JsonNode counts, UnaryOperator<JsonNode> number) {
    String names =
        counts
            .propertyStream()
            .filter(entry -> number.apply(entry.getValue()).asLong(0) > 0)
            .sorted(Comparator.comparingLong(entry -> -number.apply(entry.getValue()).asLong(0)))
            .limit(MOST)
            .map(entry -> entry.getKey() + ": " + number.apply(entry.getValue()).asLong(0))
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "-" : names;
  }

  private static String text(JsonNode object, String field) {
    return object.path(field).asString("-");
  }
}
