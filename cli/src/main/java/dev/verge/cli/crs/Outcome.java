package dev.verge.cli.crs;

import dev.verge.waf.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request.
 *
 * @param status of the answer; 0: none
 */
record Outcome(int status, List<Match> matches) {
  /** What is not as expected, or null. */
  @Nullable String differs(RegressionTest.Expected expected) {
    List<String> wrong = new ArrayList<>();
    List<Integer> ids = matches.stream().map(Match::ruleId).toList();
    if (!ids.containsAll(expected.ids())) {
      wrong.add("expected " + expected.ids() + ", matched " + ids);
    }
    for (int id : expected.noIds()) {
      if (ids.contains(id)) {
        wrong.add("did not expect " + id);
      }
    }
    String log = log();
    if (expected.log() != null && !Pattern.compile(expected.log()).matcher(log).find()) {
      wrong.add("the log does not match " + expected.log());
    }
    if (expected.noLog() != null && Pattern.compile(expected.noLog()).matcher(log).find()) {
      wrong.add("the log matches " + expected.noLog());
    }
    if (expected.status() != null && expected.status() != status) {
      wrong.add("expected status " + expected.status() + ", got " + status);
    }
    if (expected.error() && status >= 500) {
      wrong.add("expected no answer, got " + status);
    }
    return wrong.isEmpty() ? null : String.join("; ", wrong);
  }

  /** The matches in the form of ModSecurity's log, which tests have expressions for. */
  private String log() {
    StringBuilder log = new StringBuilder();
    for (Match match : matches) {
      log.append("ModSecurity: Warning. [id \"").append(match.ruleId()).append("\"] [msg \"");
      log.append(escaped(match.message()))
          .append("\"] [data \"")
          .append(escaped(match.data()))
          .append("\"] [at ");
      log.append(match.variable()).append("]\n");
    }
    return log.toString();
  }

  /** A line stays a line. */
  private static String escaped(String text) {
    return text.replace("\r", "\\x0d").replace("\n", "\\x0a");
  }
}
