package dev.verge.waf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.waf.seclang.SecLang;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is done at load must be what rules would do for each request, and be left out of it. */
class ConstantFoldingTest {
  private static final int PROGRAMS = 3_000;
  private static final int LONGEST = 24;

  private static final List<String> KEYS = List.of("a", "b", "c", "limit", "1");
  private static final List<String> VALUES =
      List.of("0", "1", "2", "10", "x", "%{tx.a}", "%{tx.b}");

  /** The rules of the phases that remain, in order. */
  private static List<Integer> left(String... lines) throws IOException {
    Plan plan =
        Compiler.compile(SecLang.read("t", String.join("\n", lines)), (rule, name) -> List.of());
    return plan.foldings().phases().stream()
        .flatMap(List::stream)
        .map(rule -> rule.identity.id())
        .toList();
  }

  @Test
  void whatNoRequestChangesIsLeftOut() throws IOException {
    assertThat(
            left(
                "SecAction \"id:1,phase:1,nolog,setvar:tx.level=1\"",
                "SecRule &TX:level \"@eq 0\" \"id:2,phase:1,setvar:tx.level=4\"",
                "SecRule TX:level \"@lt 2\" \"id:3,phase:1,nolog,skipAfter:END\"",
                "SecRule ARGS \"@rx x\" \"id:4,phase:1\"",
                "SecMarker END",
                "SecRule ARGS \"@rx y\" \"id:5,phase:1\""))
        .containsExactly(3, 5); // 1 and 3 are one, called by the last of them
  }

  @Test
  void whatARequestMayChangeStays() throws IOException {
    assertThat(
            left(
                "SecRule ARGS \"@rx x\" \"id:1,phase:1,nolog,setvar:tx.level=2\"",
                "SecRule TX:level \"@lt 2\" \"id:2,phase:1,nolog,setvar:tx.low=1\"",
                "SecRule TX:low \"@eq 1\" \"id:3,phase:1,nolog,setvar:tx.lower=1\"",
                "SecRule ARGS \"@rx y\" \"id:4,phase:1,nolog,setvar:tx.of_%{args.a}=1\"",
                "SecRule TX:of_you \"@eq 1\" \"id:5,phase:1,nolog\"",
                "SecRule TX:other \"@eq 1\" \"id:6,phase:1,nolog\""))
        .containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void whatIsSkippedStaysIfThereIsAnotherWayToIt() throws IOException {
    assertThat(
            left(
                "SecRule ARGS \"@rx x\" \"id:1,phase:1,nolog,skip:1\"",
                "SecAction \"id:2,phase:1,nolog,skipAfter:END\"",
                "SecRule ARGS \"@rx y\" \"id:3,phase:1\"",
                "SecMarker END",
                "SecRule ARGS \"@rx z\" \"id:4,phase:1\""))
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void whatLogsOrInterruptsOrComesLastStays() throws IOException {
    assertThat(
            left(
                "SecAction \"id:1,phase:1,log,pass\"",
                "SecAction \"id:2,phase:1,nolog,deny\"",
                "SecAction \"id:3,phase:1,nolog,pass,ctl:ruleEngine=Off\"",
                "SecRule TX:a \"@eq 1\" \"id:4,phase:5,nolog,setvar:tx.b=1\""))
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void aRuleThatIsRemovedForARequestDoesNothingThere() {
    Rules rules =
        Request.rules(
            "SecRule ARGS:off \"@eq 1\" \"id:1,phase:1,nolog,ctl:ruleRemoveById=3\"",
            "SecAction \"id:2,phase:1,nolog,setvar:tx.a=1\"",
            "SecAction \"id:3,phase:1,nolog,setvar:tx.a=2\"");

    assertThat(Request.get("/?off=1").through(rules).value("tx.a")).isEqualTo("1");
    assertThat(Request.get("/?off=0").through(rules).value("tx.a")).isEqualTo("2");
  }

  @Test
  void aRuleWhoseTargetIsRemovedForARequestDoesNothingThere() {
    Rules rules =
        Request.rules(
            "SecAction \"id:1,phase:1,nolog,setvar:tx.a=1\"",
            "SecRule ARGS:off \"@eq 1\" \"id:2,phase:1,nolog,ctl:ruleRemoveTargetById=3;TX:a\"",
            "SecRule TX:a \"@eq 1\" \"id:3,phase:1,nolog,setvar:tx.b=1\"");

    assertThat(Request.get("/?off=1").through(rules).value("tx.b")).isEmpty();
    assertThat(Request.get("/?off=0").through(rules).value("tx.b")).isEqualTo("1");
  }

  @Test
  void whatAPhaseWouldHaveWrittenIsNotTakenForWrittenIfItIsCutShort() {
    Rules rules =
        Request.rules(
            "SecRule ARGS:off \"@eq 1\" \"id:1,phase:1,nolog,allow:phase\"",
            "SecAction \"id:2,phase:1,nolog,setvar:tx.a=1\"",
            "SecRule TX:a \"@eq 1\" \"id:3,phase:2,nolog,setvar:tx.b=1\"");

    assertThat(Request.get("/?off=1").through(rules).value("tx.b")).isEmpty();
    assertThat(Request.get("/?off=0").through(rules).value("tx.b")).isEqualTo("1");
  }

  @Test
  void randomRulesComeToTheSameAsTheyAreWritten() {
    for (int seed = 0; seed < PROGRAMS; seed++) {
      String program = program(new Random(seed));
      Rules rules = Request.rules(program);
      for (String query : List.of("/", "/?a=1", "/?a=1&b=2", "/?b=x&limit=10")) {
        Passage passage;
        try {
          passage = GateTest.assertSame(rules, Request.get(query));
        } catch (AssertionError e) {
          throw new AssertionError(seed + ", " + query + ":\n" + program, e);
        }
        Passage written = Passage.of(rules.beginUngated(Request.CLIENT), Request.get(query));
        for (String key : KEYS) {
          assertThat(passage.value("tx." + key))
              .as("tx.%s of %d at %s:%n%s", key, seed, query, program)
              .isEqualTo(written.value("tx." + key));
        }
      }
    }
  }

  private static String program(Random random) {
    int length = 1 + random.nextInt(LONGEST);
    List<String> lines = new ArrayList<>();
    IntStream.range(0, length).sorted().forEach(i -> lines.add(rule(random, i + 1, length)));
    for (int phase = 1; phase <= Plan.PHASES; phase++) {
      lines.add("SecMarker END");
      lines.add("SecAction \"id:%d,phase:%d,nolog,pass\"".formatted(100 + phase, phase));
    }
    return String.join("\n", lines);
  }

  private static String rule(Random random, int id, int length) {
    StringBuilder actions = new StringBuilder("id:" + id);
    actions.append(",phase:").append(1 + Math.min(4, 6 * id / (length + 1)));
    actions.append(random.nextInt(4) == 0 ? ",log,msg:'%{tx.a} %{tx.1} %{matched_var}'" : ",nolog");
    actions.append(
        random.nextInt(16) == 0 ? pick(random, ",deny", ",allow", ",allow:phase") : ",pass");
    actions.append(random.nextInt(12) == 0 ? ",capture" : "");
    actions.append(
        switch (random.nextInt(8)) {
          case 0 -> ",skip:" + (1 + random.nextInt(4));
          case 1 -> ",skipAfter:END";
          default -> "";
        });
    actions.append(
        switch (random.nextInt(24)) {
          case 0 -> ",ctl:ruleRemoveById=" + (1 + random.nextInt(length));
          case 1 -> ",ctl:ruleRemoveTargetById=" + (1 + random.nextInt(length)) + ";TX:a";
          case 2 -> pick(random, ",ctl:ruleEngine=DetectionOnly", ",ctl:ruleEngine=Off");
          default -> "";
        });
    if (random.nextInt(8) > 0) {
      actions.append(setVar(random));
    }
    if (random.nextInt(3) == 0) {
      return "SecAction \"" + actions + "\"";
    }
    boolean chain = random.nextInt(5) == 0;
    String first = "SecRule " + question(random) + " \"" + actions + (chain ? ",chain\"" : "\"");
    return chain
        ? first + "\nSecRule " + question(random) + " \"t:none" + setVar(random) + "\""
        : first;
  }

  private static String question(Random random) {
    String key = pick(random, KEYS);
    return switch (random.nextInt(8)) {
      case 0 -> "ARGS:" + pick(random, "a", "b") + " \"@rx ^(1|x)\"";
      case 1 -> "&TX:" + key + pick(random, " \"@eq 0\"", " \"@gt 0\"");
      case 2 -> "TX:/^" + key + "/ \"@ge 1\"";
      case 3 -> "TX:" + key + "|TX:a \"@ge 2\"";
      default ->
          "TX:%s \"%s@%s %s\""
              .formatted(
                  key,
                  random.nextInt(3) == 0 ? "!" : "",
                  pick(random, "eq", "ge", "lt", "streq", "within", "rx"),
                  pick(random, "0", "1", "2", "10", "x"));
    };
  }

  private static String setVar(Random random) {
    String key = random.nextInt(10) == 0 ? "%{args.a}" : pick(random, KEYS);
    return switch (random.nextInt(6)) {
      case 0 -> ",setvar:!tx." + key;
      case 1 -> ",setvar:tx." + key + "=+" + pick(random, VALUES);
      case 2 -> ",setvar:tx." + key + "=-" + pick(random, VALUES);
      default -> ",setvar:tx." + key + "=" + pick(random, VALUES);
    };
  }

  private static String pick(Random random, String... all) {
    return pick(random, List.of(all));
  }

  private static String pick(Random random, List<String> all) {
    return all.get(random.nextInt(all.size()));
  }
}
