package dev.verge.waf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a rule changes for the rest of its request. */
class CtlTest {
  private static final String ACTION = "SecAction \"id:1,phase:1,nolog,ctl:%s\"";

  /** Which of some rules are left after a control. */
  private static List<Integer> left(String ctl, String... rules) {
    return Request.get("/?a=1&b=1").through(ACTION.formatted(ctl), String.join("\n", rules)).ids();
  }

  private static final String[] RULES = {
    "SecAction \"id:10,phase:1,msg:'ten',tag:'even'\"",
    "SecAction \"id:11,phase:1,msg:'eleven',tag:'odd',tag:'prime'\"",
    "SecAction \"id:12,phase:2,msg:'twelve',tag:'even'\"",
    "SecAction \"id:13,phase:5,msg:'thirteen',tag:'odd',tag:'prime'\"",
  };

  @Test
  void rulesAreRemovedById() {
    assertThat(left("ruleRemoveById=11", RULES)).containsExactly(10, 12, 13);
    assertThat(left("ruleRemoveById=13", RULES)).containsExactly(10, 11, 12);
    assertThat(left("ruleRemoveById=10,ctl:ruleRemoveById=12", RULES)).containsExactly(11, 13);
    assertThat(left("ruleRemoveById=99", RULES)).containsExactly(10, 11, 12, 13);
  }

  @Test
  void rulesAreRemovedByRangesOfIds() {
    assertThat(left("ruleRemoveById=10-12", RULES)).containsExactly(13);
    assertThat(left("ruleRemoveById=12-99", RULES)).containsExactly(10, 11);
    assertThat(left("'ruleRemoveById=11 - 12'", RULES)).containsExactly(10, 13);
    assertThat(left("'ruleRemoveById=10 12-13'", RULES)).containsExactly(11);
  }

  @Test
  void rulesAreRemovedByTagAndMessage() {
    assertThat(left("ruleRemoveByTag=odd", RULES)).containsExactly(10, 12);
    assertThat(left("ruleRemoveByTag=prime", RULES)).containsExactly(10, 12);
    assertThat(left("ruleRemoveByTag=none", RULES)).containsExactly(10, 11, 12, 13);
    assertThat(left("ruleRemoveByMsg=eleven", RULES)).containsExactly(10, 12, 13);
  }

  @Test
  void onlyRulesThatFollowAreRemovedAndOnlyAfterAMatch() {
    assertThat(
            Request.get("/")
                .through(
                    "SecAction \"id:10,phase:1\"",
                    "SecRule &ARGS \"@eq 0\" \"id:1,phase:1,nolog,ctl:ruleRemoveById=10-11\"",
                    "SecRule &ARGS \"@gt 0\" \"id:2,phase:1,nolog,ctl:ruleRemoveById=12\"",
                    "SecAction \"id:11,phase:1\"",
                    "SecAction \"id:12,phase:1\"")
                .ids())
        .containsExactly(10, 12);
  }

  @Test
  void aChainIsRemovedWithAllItsLinks() {
    Passage passage =
        Request.get("/")
            .through(
                ACTION.formatted("ruleRemoveById=10"),
                "SecAction \"id:10,phase:1,setvar:tx.a=1,chain\"",
                "SecAction \"setvar:tx.b=1\"");
    assertThat(passage.value("tx.a") + passage.value("tx.b")).isEmpty();
  }

  @Test
  void anotherRequestHasAllRules() {
    Rules rules =
        Request.rules(
            "SecRule ARGS \"@rx .\" \"id:1,phase:1,nolog,ctl:ruleRemoveById=2\"",
            "SecAction \"id:2,phase:1\"");
    assertThat(Request.get("/?a=1").through(rules).ids()).isEmpty();
    assertThat(Request.get("/").through(rules).ids()).containsExactly(2);
  }

  private static final String[] TARGETS = {
    "SecRule ARGS|ARGS_NAMES \"@rx .\" \"id:10,phase:1,tag:'t',msg:'m',setvar:tx.n=+1\"",
    "SecRule ARGS:a \"@rx .\" \"id:11,phase:1,tag:'t'\"",
    "SecAction \"id:12,phase:1,msg:'%{tx.n}'\"",
  };

  private static List<String> targetsLeft(String ctl) {
    Passage passage =
        Request.get("/?a=1&b=1&bc=1").through(ACTION.formatted(ctl), String.join("\n", TARGETS));
    return List.of(passage.value("tx.n"), passage.ids().toString());
  }

  @Test
  void aNamedTargetIsRemovedFromARule() {
    assertThat(targetsLeft("ruleRemoveTargetById=10;ARGS:a")).containsExactly("5", "[10, 11, 12]");
    assertThat(targetsLeft("ruleRemoveTargetById=10;ARGS:A")).containsExactly("5", "[10, 11, 12]");
    assertThat(targetsLeft("ruleRemoveTargetById=10;ARGS_NAMES:a"))
        .containsExactly("5", "[10, 11, 12]");
    assertThat(targetsLeft("ruleRemoveTargetById=11;ARGS:a")).containsExactly("6", "[10, 12]");
    assertThat(targetsLeft("ruleRemoveTargetById=10-11;ARGS:a")).containsExactly("5", "[10, 12]");
    assertThat(targetsLeft("ruleRemoveTargetById=10;ARGS:none"))
        .containsExactly("6", "[10, 11, 12]");
  }

  @Test
  void targetsAreRemovedByExpression() {
    assertThat(targetsLeft("ruleRemoveTargetById=10;ARGS:/^b/"))
        .containsExactly("4", "[10, 11, 12]");
    assertThat(targetsLeft("'ruleRemoveTargetById=10;ARGS:/^(?:a|bc)$/'"))
        .containsExactly("4", "[10, 11, 12]");
  }

  @Test
  void aWholeCollectionIsRemovedFromARule() {
    assertThat(targetsLeft("ruleRemoveTargetById=10;ARGS")).containsExactly("3", "[10, 11, 12]");
    assertThat(targetsLeft("ruleRemoveTargetById=11;ARGS")).containsExactly("6", "[10, 12]");
  }

  @Test
  void targetsAreRemovedFromRulesByTagAndMessage() {
    assertThat(targetsLeft("ruleRemoveTargetByTag=t;ARGS:a")).containsExactly("5", "[10, 12]");
    assertThat(targetsLeft("ruleRemoveTargetByTag=t;ARGS")).containsExactly("3", "[10, 12]");
    assertThat(targetsLeft("ruleRemoveTargetByTag=none;ARGS")).containsExactly("6", "[10, 11, 12]");
    assertThat(targetsLeft("ruleRemoveTargetByMsg=m;ARGS:a")).containsExactly("5", "[10, 11, 12]");
  }

  @Test
  void theEngineIsTurnedOffForTheRestOfTheRequest() {
    assertThat(left("ruleEngine=Off", RULES)).isEmpty();
    assertThat(
            Request.get("/")
                .through("SecAction \"id:1,phase:1,deny,ctl:ruleEngine=Off\"")
                .interruption())
        .isNull();
  }

  @Test
  void theEngineGoesOnWithoutInterrupting() {
    Passage passage =
        Request.get("/")
            .through(
                ACTION.formatted("ruleEngine=DetectionOnly"), "SecAction \"id:2,phase:1,deny\"");
    assertThat(passage.interruption()).isNull();
    assertThat(passage.ids()).containsExactly(2);
  }

  @Test
  void theEngineIsTurnedOnForARequest() {
    Passage passage =
        Request.get("/")
            .through(
                "SecRuleEngine DetectionOnly",
                "SecAction \"id:1,phase:1,deny\"",
                "SecAction \"id:2,phase:2,ctl:ruleEngine=On,deny\"");
    assertThat(passage.interrupted().ruleId()).isEqualTo(2);
  }
}
