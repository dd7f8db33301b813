package dev.verge.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code verge status}. */
@Command(
    name = "status",
    description = "Shows the locations and datasets of the running world.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Runnable {
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
    return gateway + locations + "\n" + datasets + trouble;
  }

  private static String text(JsonNode object, String field) {
    return object.path(field).asString("-");
  }
}
