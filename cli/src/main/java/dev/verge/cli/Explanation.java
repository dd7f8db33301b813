package dev.verge.cli;

import dev.verge.waf.Interruption;
import dev.verge.waf.Match;
import dev.verge.waf.Trace;
import dev.verge.waf.Transaction;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes what becomes of one request at the rules, for people. For one thread. */
final class Explanation implements Trace {
  /** Where rules add up: the built-in ones, and the Core Rule Set at each paranoia level. */
  private static final List<String> SCORES =
      IntStream.rangeClosed(0, 4)
          .boxed()
          .flatMap(level ->
              level == 0
                  ? List.of("tx.score", "tx.response_score").stream()
                  : List.of("inbound", "outbound").stream()
                      .map(way -> "tx." + way + "_anomaly_score_pl" + level))
          .toList();

  private static final int LONGEST = 120;

  private final PrintWriter out;
  private final List<Integer> looked = new ArrayList<>();
  private int removed;
  private int passedOver;
  private int matches;
  private int score;

  Explanation(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void asked(int ruleId, Result result, Transaction tx) {
    switch (result) {
      case REMOVED -> removed++;
      case PASSED_OVER -> passedOver++;
      case LOOKED -> looked.add(ruleId);
      case MATCHED -> matched(ruleId, tx);
    }
  }

  private void matched(int ruleId, Transaction tx) {
    int now = score(tx);
    int added = now - score;
    score = now;
    List<Match> told = tx.matches();
    if (told.size() > matches) {
      matches = told.size();
      Match match = told.getLast();
      out.println("  %d matched: %s".formatted(ruleId, Table.visible(match.message())));
      out.println("      at %s: %s".formatted(shown(match.variable()), shown(match.value())));
    } else if (added != 0) {
      out.println("  %d matched".formatted(ruleId));
    } else {
      return; // it sets things up
    }
    if (added != 0) {
      out.println("      score +%d, now %d".formatted(added, now));
    }
  }

  private static int score(Transaction tx) {
    return SCORES.stream()
        .map(tx::value)
        .filter(value -> value.matches("[0-9]{1,9}"))
        .mapToInt(Integer::parseInt)
        .sum();
  }

  private static String shown(String text) {
    String visible = Table.visible(text);
    return visible.length() > LONGEST ? visible.substring(0, LONGEST) + " ..." : visible;
  }

  /** Before a phase. */
  void begin(String phase) {
    out.println(phase.substring(0, 1).toUpperCase(Locale.ROOT) + phase.substring(1));
    looked.clear();
    removed = 0;
    passedOver = 0;
  }

  /** After a phase. */
  void end(@Nullable Interruption stop) {
    String ids = looked.stream().map(String::valueOf).collect(Collectors.joining(" "));
    out.println(
        "  %d looked and did not match%s"
            .formatted(looked.size(), ids.isEmpty() ? "" : ": " + ids));
    out.println("  %d passed over: nothing has the literals that they need".formatted(passedOver));
    if (removed > 0) {
      out.println("  %d removed by other rules".formatted(removed));
    }
    if (stop != null) {
      out.println("Refused with %d by rule %d".formatted(stop.status(), stop.ruleId()));
    }
  }
}
