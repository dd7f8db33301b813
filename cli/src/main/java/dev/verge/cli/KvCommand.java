package dev.verge.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code verge kv}. */
@Command(
    name = "kv",
    description = "Reads and changes a KV dataset of the running world.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "get|put|delete|list")
final class KvCommand {
  private final PrintWriter out;

  KvCommand(PrintWriter out) {
    this.out = out;
  }

  /** What all four have. */
  static final class Target {
    @Mixin private Question question = new Question();

    @Option(
        names = "--at",
        paramLabel = "LOC",
        description = "The location to ask (default: the first one).")
    private @Nullable String at;

    @Parameters(index = "0", paramLabel = "DATASET")
    private String dataset = "";
  }

  private void ask(
      Target target,
      String op,
      Map<String, ? extends @Nullable Object> more,
      Function<JsonNode, String> forPeople) {
    Map<String, @Nullable Object> request = new LinkedHashMap<>(more);
    request.put("op", op);
    request.put("dataset", target.dataset);
    request.put("at", target.at);
    target.question.ask(out, control -> control.post("/kv", request), forPeople);
  }

  @Command(
      name = "get",
      description = "Prints a value; with --json its metadata and revision as well.",
      mixinStandardHelpOptions = true)
  void get(@Mixin Target target, @Parameters(index = "1", paramLabel = "KEY") String key) {
    ask(target, "get", Map.of("key", key), entry -> value(entry) + "\n");
  }

  @Command(name = "put", description = "Writes a value.", mixinStandardHelpOptions = true)
  void put(
      @Mixin Target target,
      @Parameters(index = "1", paramLabel = "KEY") String key,
      @Parameters(index = "2", paramLabel = "VALUE") String value,
      @Option(
              names = "--ttl",
              paramLabel = "SECONDS",
              description = "Expires after that time; 0: never (default: as the dataset declares).")
          @Nullable Long ttl) {
    Map<String, @Nullable Object> write = new LinkedHashMap<>();
    write.put("key", key);
    write.put("value", value);
    write.put("ttl_seconds", ttl);
    ask(target, "put", write, answer -> "revision " + answer.path("revision").asString("-") + "\n");
  }

  @Command(name = "delete", description = "Deletes a key.", mixinStandardHelpOptions = true)
  void delete(@Mixin Target target, @Parameters(index = "1", paramLabel = "KEY") String key) {
    ask(
        target,
        "delete",
        Map.of("key", key),
        answer ->
            answer.path("deleted").asBoolean(false) ? "deleted\n" : "there was no such key\n");
  }

  @Command(name = "list", description = "Lists entries by key.", mixinStandardHelpOptions = true)
  void list(
      @Mixin Target target,
      @Option(names = "--prefix", paramLabel = "TEXT", description = "Only keys that start so.")
          @Nullable String prefix,
      @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: 100).")
          @Nullable Integer limit,
      @Option(names = "--cursor", paramLabel = "CURSOR", description = "Where the last list ended.")
          @Nullable String cursor) {
    Map<String, @Nullable Object> page = new LinkedHashMap<>();
    page.put("prefix", prefix);
    page.put("limit", limit);
    page.put("cursor", cursor);
    ask(target, "list", page, KvCommand::table);
  }

  private static String table(JsonNode page) {
    Table table = Table.of("KEY", "VALUE", "REVISION", "EXPIRES");
    for (JsonNode entry : page.path("entries")) {
      table.row(
          entry.path("key").asString("-"),
          value(entry),
          entry.path("revision").asString("-"),
          expires(entry.path("expiresAt")));
    }
    String cursor = page.path("cursor").asString("");
    return table + (cursor.isEmpty() ? "" : "there are more: --cursor " + cursor + "\n");
  }

  private static String expires(JsonNode at) {
    return at.isNumber() ? Instant.ofEpochMilli(at.asLong()).toString() : at.asString("never");
  }

  private static String value(JsonNode entry) {
    return entry.has("base64")
        ? "base64:" + entry.path("base64").asString("")
        : Table.visible(entry.path("value").asString(""));
  }
}
