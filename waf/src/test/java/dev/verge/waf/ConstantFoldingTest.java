package dev.verge.waf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.waf.seclang.SecLang;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is done at load must be what rules would do for each request, and be left out of it. */
class ConstantFoldingTest {
  private static final int TEXTS = 3_000;

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
  void aNameThatChangesFromMatchToMatchMayBeAny() {
    Rules rules =
        Request.rules(
            "SecAction \"id:1,phase:1,nolog,setvar:tx.a=k\"",
            "SecRule ARGS \"@rx x\" \"id:2,phase:1,nolog,setvar:tx.%{tx.a}=1,setvar:tx.a=b\"",
            "SecRule TX:b \"@eq 1\" \"id:3,phase:1,log,deny\"");

    assertThat(Request.get("/?p=x").through(rules).interruption()).isNull();
    assertThat(Request.get("/?p=x&q=x").through(rules).interrupted().ruleId()).isEqualTo(3);
  }

  @Test
  void anEngineThatIsTurnedOffLooksNoFurther() {
    Rules rules =
        Request.rules(
            "SecRule ARGS:off \"@eq 1\" \"id:1,phase:1,nolog,ctl:ruleEngine=Off,chain\"",
            "SecRule ARGS:never \"@eq 1\" \"t:none\"",
            "SecAction \"id:2,phase:1,nolog\"",
            "SecRule ARGS:off \"@eq 1\" \"id:3,phase:1,log,deny,ctl:ruleEngine=On\"");

    Passage passage = GateTest.assertSame(rules, Request.get("/?off=1"));

    assertThat(passage.ids()).isEmpty();
  }

  @Test
  void randomRulesComeToTheSameAsTheyAreWritten() {
    for (int seed = 0; seed < TEXTS; seed++) {
      String text = RandomRules.text(seed);
      Rules rules = Request.rules(text);
      for (String uri : List.of("/", "/?a=1", "/?a=1&b=x", "/?b=x&a=b&a=1")) {
        Passage folded = Passage.of(rules.begin(Request.CLIENT), Request.get(uri));
        Passage written = Passage.of(rules.beginUngated(Request.CLIENT), Request.get(uri));
        assertThat(told(folded)).as("%d, %s:%n%s", seed, uri, text).isEqualTo(told(written));
      }
    }
  }

  private static List<Object> told(Passage passage) {
    return List.of(
        passage.transaction().matches(),
        String.valueOf(passage.interruption()),
        passage.value("global.all"));
  }
}
