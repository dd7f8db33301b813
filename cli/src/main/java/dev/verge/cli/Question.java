package dev.verge.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** What all commands that ask a running world have in common. */
final class Question {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder of the world (default: .verge).")
  private Path data = Path.of(".verge");

  @Option(names = "--json", description = "Answer in JSON, for programs.")
  private boolean json;

  /**
   * Asks the world and prints its answer, in JSON or as people want it.
   *
   * @throws Failure if there is no world, or it refuses
   */
  void ask(
      PrintWriter out, Function<Control, JsonNode> question, Function<JsonNode, String> forPeople) {
    try (Control control = Control.of(data)) {
      JsonNode answer = question.apply(control);
      out.print(json ? answer + "\n" : forPeople.apply(answer));
      out.flush();
    }
  }
}
