package dev.verge.cli;

import dev.verge.cli.crs.RawRequest;
import dev.verge.cli.crs.Regression;
import dev.verge.shield.FirewallRules;
import dev.verge.waf.Client;
import dev.verge.waf.CoreRuleSet;
import dev.verge.waf.Interruption;
import dev.verge.waf.Rules;
import dev.verge.waf.Transaction;
import dev.verge.waf.seclang.SecLangException;
import dev.verge.web.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code verge waf}. */
@Command(
    name = "waf",
    description = "Checks, tests and reloads rules of the web application firewall.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "check|test|explain|reload")
final class WafCommand {
  private final PrintWriter out;

  WafCommand(PrintWriter out) {
    this.out = out;
  }

  @Command(
      name = "check",
      description = "Loads the OWASP Core Rule Set and says what is wrong with it.",
      mixinStandardHelpOptions = true)
  void check(
      @Option(
              names = "--crs",
              required = true,
              paramLabel = "DIR",
              description = "The folder of the Core Rule Set, with rules and set-up.")
          Path crs) {
    long start = System.nanoTime();
    Rules rules = read(() -> CoreRuleSet.load(crs, ""));
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    out.println(rules.size() + " rules are well, loaded in " + millis + " ms");
  }

  @Command(
      name = "test",
      description = "Runs the regression tests of the OWASP Core Rule Set.",
      mixinStandardHelpOptions = true)
  void test(
      @Option(
              names = "--crs",
              required = true,
              paramLabel = "DIR",
              description = "The folder of the Core Rule Set, with rules and tests.")
          Path crs,
      @Option(
              names = "--sockets",
              description = "Send the requests to a location over sockets, not to the rules alone.")
          boolean sockets,
      @Option(names = "--json", description = "Answer in JSON, for programs.") boolean json) {
    Regression.Report report = read(() -> Regression.run(crs, sockets, 1));
    if (json) {
      out.println(new String(new Json().write(answer(report)), StandardCharsets.UTF_8));
    } else {
      print(report);
    }
    if (!report.failed().isEmpty()) {
      throw Failure.failed(report.failed().size() + " regression tests failed");
    }
  }

  @Command(
      name = "explain",
      description = "Shows which rules look at a request, match it, and what they score.",
      mixinStandardHelpOptions = true)
  void explain(
      @Parameters(
              paramLabel = "REQUEST-FILE",
              description = "A request as it goes over the wire: request line, headers, body.")
          Path file,
      @Option(
              names = "--crs",
              paramLabel = "DIR",
              description = "The folder of the Core Rule Set (default: the built-in rules).")
          @Nullable Path crs,
      @Option(
              names = "--paranoia",
              paramLabel = "N",
              description = "How strict the Core Rule Set is, 1 to 4 (default: 1).")
          @Nullable Integer paranoia) {
    FirewallRules rules =
        crs == null
            ? FirewallRules.BUILT_IN
            : read(() -> FirewallRules.coreRuleSet(crs, paranoia == null ? 1 : paranoia));
    RawRequest request = RawRequest.read(read(() -> request(file)));
    if (request == null) {
      throw Failure.usage(file + " holds no request of HTTP: a location would answer it with 400");
    }
    explain(request, read(rules::load));
  }

  @Command(
      name = "reload",
      description =
          "Makes the running world read its rules again; if they are wrong, the old stay.",
      mixinStandardHelpOptions = true)
  void reload(@Mixin Question question) {
    question.ask(out, control -> control.post("/waf/reload", Map.of()), WafCommand::inForce);
  }

  private static String inForce(JsonNode answer) {
    String locations =
        answer
            .path("locations")
            .valueStream()
            .map(location -> Table.visible(location.asString("-")))
            .collect(Collectors.joining(", "));
    return answer.path("rules").asInt(0) + " rules are in force at " + locations + "\n";
  }

  /** Lines of the head may end as text does. */
  private static String request(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    int blank = text.indexOf("\n\n");
    if (text.contains("\r\n\r\n") || blank < 0) {
      return text;
    }
    return text.substring(0, blank).replace("\n", "\r\n") + "\r\n\r\n" + text.substring(blank + 2);
  }

  private void explain(RawRequest request, Rules rules) {
    Explanation explanation = new Explanation(out);
    Transaction tx =
        rules.begin(new Client("127.0.0.1", 40_000, "127.0.0.1", 80, "explain"), explanation);
    explanation.begin("phase 1, the head");
    Interruption stop =
        tx.request(request.method(), request.uri(), request.protocol(), request.headers());
    explanation.end(stop);
    if (stop == null) {
      explanation.begin("phase 2, the body");
      stop = tx.requestBody(request.body());
      explanation.end(stop);
    }
    if (stop == null) {
      out.println("Let through");
    }
  }

  private static Map<String, Object> answer(Regression.Report report) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("passed", report.passed().size());
    answer.put("failed", report.failed());
    answer.put("excluded", report.excluded());
    return answer;
  }

  private void print(Regression.Report report) {
    report.failed().forEach((id, why) -> out.println(id + "  " + Table.visible(why)));
    report.excluded().forEach((id, why) -> out.println(id + "  excluded: it " + why));
    out.println(
        "%d passed, %d failed, %d excluded"
            .formatted(report.passed().size(), report.failed().size(), report.excluded().size()));
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T read(Reading<T> reading) {
    try {
      return reading.read();
    } catch (SecLangException | IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw Failure.usage("cannot read " + e.getMessage());
    }
  }
}
