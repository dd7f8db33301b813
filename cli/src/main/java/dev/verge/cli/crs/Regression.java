package dev.verge.cli.crs;

import dev.verge.waf.CoreRuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The regression tests of the Core Rule Set, run in this process or over sockets. */
public final class Regression {
  /** How the rule set's own continuous integration sets it up. */
  private static final String SETTINGS =
      """
      SecAction "id:900005,phase:1,nolog,pass,ctl:ruleEngine=DetectionOnly,\\
        ctl:ruleRemoveById=910000,setvar:tx.blocking_paranoia_level=4,\\
        setvar:tx.crs_validate_utf8_encoding=1,setvar:tx.arg_name_length=100,\\
        setvar:tx.arg_length=400,setvar:tx.total_arg_length=64000,setvar:tx.max_num_args=255,\\
        setvar:tx.max_file_size=64100,setvar:tx.combined_file_sizes=65535"
      """;

  /** Tests that are not for this engine, each with its reason. */
  private static final Map<String, String> EXCLUDED =
      Map.of(
          "920620-1",
          "is about a server that joins two Content-Type headers; here they stay two, and the rule"
              + " that this test wants silent is right to match");

  private Regression() {}

  /**
   * What came of the tests.
   *
   * @param passed ids of tests
   * @param failed ids of tests, with what was not as expected
   * @param excluded ids of tests, with the reason
   */
  public record Report(
      List<String> passed, Map<String, String> failed, Map<String, String> excluded) {
    /** The share of tests that passed, of those that are not excluded. */
    public double share() {
      return (double) passed.size() / Math.max(1, passed.size() + failed.size());
    }
  }

  /**
   * Runs the tests of a folder of the rule set.
   *
   * @param sockets whether requests go to a location over sockets, with all that it does
   * @param every which tests to run: 1 for all, 10 for every tenth
   * @throws dev.verge.waf.seclang.SecLangException if its rules cannot be loaded
   * @throws IllegalArgumentException if the folder holds no rules or no tests
   */
  public static Report run(Path folder, boolean sockets, int every) throws IOException {
    Path tests = folder.resolve("tests/regression/tests");
    if (!Files.isDirectory(tests)) {
      throw new IllegalArgumentException(folder + " has no folder tests/regression/tests");
    }
    List<String> passed = new ArrayList<>();
    Map<String, String> failed = new java.util.TreeMap<>();
    try (Target target =
        sockets
            ? new OverSockets(folder, SETTINGS)
            : new InProcess(CoreRuleSet.load(folder, SETTINGS))) {
      List<RegressionTest> all = TestReader.read(tests);
      for (int i = 0; i < all.size(); i += every) {
        RegressionTest test = all.get(i);
        if (!EXCLUDED.containsKey(test.id())) {
          String wrong = run(target, test);
          if (wrong.isEmpty()) {
            passed.add(test.id());
          } else {
            failed.put(test.id(), wrong);
          }
        }
      }
    }
    return new Report(passed, failed, EXCLUDED);
  }

  private static String run(Target target, RegressionTest test) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (RegressionTest.Stage stage : test.stages()) {
      String differs = target.run(RawRequest.write(stage.input())).differs(stage.expected());
      if (differs != null) {
        wrong.add(differs);
      }
    }
    return String.join("; ", wrong);
  }
}
