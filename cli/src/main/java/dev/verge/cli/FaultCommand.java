package dev.verge.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code verge fault}. */
@Command(
    name = "fault",
    description = "Breaks the running world, and mends it.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "partition|heal")
final class FaultCommand {
  private final PrintWriter out;

  FaultCommand(PrintWriter out) {
    this.out = out;
  }

  @Command(
      name = "partition",
      description = "Cuts a location off from the other locations, not from its clients.",
      mixinStandardHelpOptions = true)
  void partition(@Mixin Question question, @Parameters(paramLabel = "LOC") String location) {
    ask(question, "partition", location);
  }

  @Command(
      name = "heal",
      description = "Connects a location with the others again.",
      mixinStandardHelpOptions = true)
  void heal(@Mixin Question question, @Parameters(paramLabel = "LOC") String location) {
    ask(question, "heal", location);
  }

  private void ask(Question question, String op, String location) {
    question.ask(
        out,
        control -> control.post("/fault", Map.of("op", op, "location", location)),
        FaultCommand::sentence);
  }

  private static String sentence(JsonNode answer) {
    String location = Table.visible(answer.path("location").asString("-"));
    return answer.path("cut").asBoolean(false)
        ? location + " is cut off from the other locations; its clients still reach it\n"
        : location + " is connected with the other locations\n";
  }
}
