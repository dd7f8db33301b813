package dev.verge.waf;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes rules that mostly write values and look at what was written. In some texts nearly all is
 * known before there is a request, in others hardly anything.
 */
final class RandomRules {
  /** Tells all that rules have written, in order: {@code global.all}. */
  private static final String SUMMARY =
      "SecRule TX \"@unconditionalMatch\" \"id:200,phase:5,nolog,pass,"
          + "setvar:'global.all=%{global.all} %{matched_var_name}=%{matched_var}'\"";

  private static final List<String> KEYS = List.of("a", "b", "c", "1");
  private static final int LONGEST = 24;

  private final Random random;
  private final int length;

  /** One rule in so many does what cannot be known. */
  private final int quiet;

  private RandomRules(Random random) {
    this.random = random;
    this.length = 1 + random.nextInt(LONGEST);
    this.quiet = 1 + random.nextInt(8);
  }

  static String text(long seed) {
    return new RandomRules(new Random(seed)).text();
  }

  private String text() {
    List<String> lines = new ArrayList<>();
    for (int id = 1; id <= length; id++) {
      lines.add(rule(id));
    }
    for (int phase = 1; phase <= Plan.PHASES; phase++) {
      lines.add("SecMarker END");
      lines.add("SecAction \"id:%d,phase:%d,nolog,pass\"".formatted(100 + phase, phase));
    }
    lines.add(SUMMARY);
    return String.join("\n", lines);
  }

  private String rule(int id) {
    boolean loud = one(quiet);
    StringBuilder actions = new StringBuilder("id:" + id);
    actions.append(",phase:").append(1 + Math.min(4, 6 * id / (length + 1)));
    actions.append(loud && one(2) ? ",log,msg:'%{tx.a} %{tx.1} %{matched_var}'" : ",nolog");
    actions.append(
        loud && one(6)
            ? pick(",deny", ",drop", ",allow", ",allow:phase", ",allow:request")
            : ",pass");
    actions.append(one(6) ? pick(",skipAfter:END", ",skip:1", ",skip:3") : "");
    actions.append(loud ? extra() : "");
    for (int i = random.nextInt(4); i > 0; i--) {
      actions.append(setVar(loud));
    }
    if (one(3)) {
      return "SecAction \"" + actions + "\"";
    }
    String rule = "SecRule " + question(loud) + " \"" + actions;
    return one(6)
        ? rule
            + ",chain\"\nSecRule "
            + question(one(2))
            + " \"t:none"
            + extra()
            + setVar(true)
            + "\""
        : rule + "\"";
  }

  private String extra() {
    int other = 1 + random.nextInt(length);
    return switch (random.nextInt(12)) {
      case 0 -> ",capture";
      case 1 -> ",ctl:ruleRemoveById=" + other;
      case 2 -> ",ctl:ruleRemoveTargetById=" + other + ";TX:" + pick(KEYS);
      case 3 -> pick(",ctl:ruleEngine=DetectionOnly", ",ctl:ruleEngine=Off");
      default -> "";
    };
  }

  private String question(boolean loud) {
    String key = pick(KEYS);
    return switch (random.nextInt(loud ? 8 : 5)) {
      case 0 -> "&TX:" + key + pick(" \"@eq 0\"", " \"@gt 0\"");
      case 5 -> pick("ARGS:a", "ARGS:b", "ARGS") + " \"@rx ^(1|x)\"";
      case 6 -> "TX:/^" + key + "/ \"@ge 1\"";
      case 7 -> "TX:" + key + "|TX:a \"@ge 2\"";
      default ->
          "TX:%s \"%s@%s %s\""
              .formatted(
                  key,
                  one(3) ? "!" : "",
                  pick("eq", "ge", "lt", "streq", "within", "rx"),
                  pick("0", "1", "2", "10", "x", "b"));
    };
  }

  private String setVar(boolean loud) {
    String key = loud && one(4) ? pick("%{args.a}", "%{tx.a}", "b%{tx.c}") : pick(KEYS);
    String value = pick("0", "1", "2", "10", "x", "a", "b", "%{tx.a}", "%{tx.b}");
    return switch (random.nextInt(8)) {
      case 0 -> ",setvar:!tx." + key;
      case 1 -> ",setvar:tx." + key + "=+" + value;
      case 2 -> ",setvar:tx." + key + "=-" + value;
      default -> ",setvar:tx." + key + "=" + value;
    };
  }

  private boolean one(int in) {
    return random.nextInt(in) == 0;
  }

  private String pick(String... all) {
    return pick(List.of(all));
  }

  private String pick(List<String> all) {
    return all.get(random.nextInt(all.size()));
  }
}
