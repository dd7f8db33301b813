package dev.verge.cli;

import dev.verge.cli.crs.Regression;
import dev.verge.waf.CoreRuleSet;
import dev.verge.waf.Rules;
import dev.verge.waf.seclang.SecLangException;
import dev.verge.web.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code verge waf}. */
@Command(
    name = "waf",
    description = "Checks and tests rules of the web application firewall.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "check|test")
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
      description = "Runs the regression tests of the OWASP Core Rule Set, without a network.",
      mixinStandardHelpOptions = true)
  void test(
      @Option(
              names = "--crs",
              required = true,
              paramLabel = "DIR",
              description = "The folder of the Core Rule Set, with rules and tests.")
          Path crs,
      @Option(names = "--json", description = "Answer in JSON, for programs.") boolean json) {
    Regression.Report report = read(() -> Regression.run(crs));
    if (json) {
      out.println(new String(new Json().write(answer(report)), StandardCharsets.UTF_8));
    } else {
      print(report);
    }
    if (!report.failed().isEmpty()) {
      throw Failure.failed(report.failed().size() + " regression tests failed");
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
