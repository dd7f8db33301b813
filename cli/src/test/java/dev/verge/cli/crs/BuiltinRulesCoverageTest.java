package dev.verge.cli.crs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.waf.Rules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * How many of the attacks that the Core Rule Set is tested with the built-in rules refuse. It is an
 * outside check, not a goal: those rules match single words as well, which ordinary traffic has.
 * Skipped as {@link RegressionRunTest} is.
 */
final class BuiltinRulesCoverageTest {
  private static final int FIRST_FILE = 930;
  private static final int LAST_FILE = 944;

  @Test
  void theBuiltinRulesRefuseMoreThanAQuarter() throws IOException {
    Path tests = RegressionRunTest.crs().resolve("tests/regression/tests");
    Rules rules = Rules.builder().bundled("engine").bundled("builtin").build();
    Map<Integer, Integer> refused = new TreeMap<>();
    int attacks = 0;
    try (Target target = new InProcess(rules)) {
      for (RegressionTest test : TestReader.read(tests)) {
        int file = Integer.parseInt(test.id().substring(0, 3));
        for (RegressionTest.Stage stage : attacks(test, file)) {
          attacks++;
          int status = target.run(RawRequest.write(stage.input())).status();
          refused.merge(file, status == 403 || status == 400 ? 1 : 0, Integer::sum);
        }
      }
    }
    assertThat(attacks).isGreaterThan(3_000);
    int all = refused.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(all).as("by rule file: %s", refused).isGreaterThanOrEqualTo(attacks / 4);
  }

  /** Requests that at least one rule is expected to match. */
  private static List<RegressionTest.Stage> attacks(RegressionTest test, int file) {
    return file < FIRST_FILE || file > LAST_FILE
        ? List.of()
        : test.stages().stream().filter(stage -> !stage.expected().ids().isEmpty()).toList();
  }
}
