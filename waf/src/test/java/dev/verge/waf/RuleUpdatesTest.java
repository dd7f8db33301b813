package dev.verge.waf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of rules once they are written. */
class RuleUpdatesTest {
  private static final String RULES =
      """
      SecRule ARGS "@streq x" "id:10,phase:1,tag:'sqli',tag:'all',msg:'ten'"
      SecRule ARGS|ARGS_NAMES "@streq x" "id:11,phase:1,tag:'xss',tag:'all',msg:'eleven'"
      SecRule ARGS:a "@streq x" "id:12,phase:1,tag:'sqli',msg:'twelve'"
      """;

  private static List<Integer> ids(String uri, String update) {
    return Request.get(uri).through(RULES + update).ids();
  }

  @Test
  void aTargetIsTakenFromARuleById() {
    assertThat(ids("/?a=x", "SecRuleUpdateTargetById 10 !ARGS:a")).containsExactly(11, 12);
    assertThat(ids("/?b=x", "SecRuleUpdateTargetById 10 !ARGS:a")).containsExactly(10, 11);
    assertThat(ids("/?a=x", "SecRuleUpdateTargetById 10-11 !ARGS:a")).containsExactly(12);
    assertThat(ids("/?a=x", "SecRuleUpdateTargetById 12 !ARGS:a")).containsExactly(10, 11);
    assertThat(ids("/?a=x", "SecRuleUpdateTargetById 99 !ARGS:a")).containsExactly(10, 11, 12);
  }

  @Test
  void aTargetIsTakenFromRulesByTagOrMessage() {
    assertThat(ids("/?a=x", "SecRuleUpdateTargetByTag all !ARGS:a")).containsExactly(12);
    assertThat(ids("/?a=x", "SecRuleUpdateTargetByTag sqli !ARGS:a")).containsExactly(11);
    assertThat(ids("/?a=x", "SecRuleUpdateTargetByMsg eleven !ARGS:a")).containsExactly(10, 12);
  }

  @Test
  void targetsAreTakenByExpressionAndByCollection() {
    assertThat(ids("/?abc=x", "SecRuleUpdateTargetById 10 \"!ARGS:/^ab/\"")).containsExactly(11);
    assertThat(ids("/?a=x", "SecRuleUpdateTargetById 11 !ARGS")).containsExactly(10, 12);
    assertThat(ids("/?x=y", "SecRuleUpdateTargetById 11 !ARGS")).containsExactly(11);
    assertThat(ids("/?x=y", "SecRuleUpdateTargetById 11 \"!ARGS,!ARGS_NAMES:x\"")).isEmpty();
  }

  @Test
  void aTargetIsAdded() {
    assertThat(ids("/?x=y", "SecRuleUpdateTargetById 10 ARGS_NAMES")).containsExactly(10, 11);
    assertThat(ids("/?b=x", "SecRuleUpdateTargetById 12 ARGS:b")).containsExactly(10, 11, 12);
  }

  @Test
  void onlyRulesThatAreThereAlreadyAreUpdated() {
    assertThat(
            Request.get("/?a=x")
                .through("SecRuleUpdateTargetById 10 !ARGS:a", "SecRuleRemoveById 11", RULES)
                .ids())
        .containsExactly(10, 11, 12);
  }

  @Test
  void rulesAreRemoved() {
    assertThat(ids("/?a=x", "SecRuleRemoveById 10")).containsExactly(11, 12);
    assertThat(ids("/?a=x", "SecRuleRemoveById 10 12")).containsExactly(11);
    assertThat(ids("/?a=x", "SecRuleRemoveById \"10-11\"")).containsExactly(12);
    assertThat(ids("/?a=x", "SecRuleRemoveById 1-99")).isEmpty();
    assertThat(ids("/?a=x", "SecRuleRemoveByTag sqli")).containsExactly(11);
    assertThat(ids("/?a=x", "SecRuleRemoveByTag all")).containsExactly(12);
    assertThat(ids("/?a=x", "SecRuleRemoveByMsg ten")).containsExactly(11, 12);
  }

  @Test
  void aChainIsRemovedAsAWhole() {
    Rules rules =
        Request.rules(
            "SecRule ARGS \"@rx .\" \"id:1,phase:1,chain\"",
            "SecRule ARGS \"@rx .\" \"setvar:tx.a=1\"",
            "SecRuleRemoveById 1");
    assertThat(rules.size()).isZero();
    assertThat(Request.get("/?a=1").through(rules).value("tx.a")).isEmpty();
  }

  @Test
  void theIdOfARemovedRuleIsFree() {
    assertThat(ids("/?a=x", "SecRuleRemoveById 10\nSecAction \"id:10,phase:1\""))
        .containsExactly(11, 12, 10);
  }

  @Test
  void anActionOfARuleIsReplaced() {
    assertThat(
            Request.get("/?a=x")
                .through(RULES + "SecRuleUpdateActionById 11 \"deny,status:418,msg:'new'\"")
                .interrupted())
        .isEqualTo(new Interruption(11, 418, null, false));
    assertThat(
            Request.get("/?a=x")
                .through(RULES + "SecRuleUpdateActionById 10-11 \"msg:'new'\"")
                .messages())
        .containsExactly("new", "new", "twelve");
    assertThat(
            Request.get("/?a=x")
                .through("SecAction \"id:1,phase:1,deny\"\nSecRuleUpdateActionById 1 \"pass\"")
                .interruption())
        .isNull();
  }

  @Test
  void otherActionsOfARuleStay() {
    Passage passage =
        Request.get("/?a=X")
            .through(
                "SecRule ARGS:a \"@streq x\" \"id:1,phase:1,t:lowercase,setvar:tx.a=1,tag:'one'\"",
                "SecRuleUpdateActionById 1 \"setvar:tx.b=1,tag:'two'\"");
    assertThat(passage.value("tx.a") + passage.value("tx.b")).isEqualTo("11");
    assertThat(passage.transaction().matches().getFirst().tags()).containsExactly("one", "two");
  }

  @Test
  void transformationsOfARuleAreReplacedBehindNone() {
    assertThat(
            Request.get("/?a=X")
                .through(
                    "SecRule ARGS:a \"@streq 58\" \"id:1,phase:1,t:lowercase\"",
                    "SecRuleUpdateActionById 1 \"t:none,t:hexEncode\"")
                .ids())
        .containsExactly(1);
  }

  @Test
  void aCommaInAnExpressionSeparatesNothing() {
    String update = "SecRuleUpdateTargetById 10 \"!ARGS:/^b{1,2}$/,!ARGS:'c,d'\"";
    assertThat(ids("/?bb=x", update)).containsExactly(11);
    assertThat(ids("/?c,d=x", update)).containsExactly(11);
    assertThat(ids("/?bbb=x", update)).containsExactly(10, 11);
  }

  @Test
  void aTagIsComparedAsAWhole() {
    assertThat(ids("/?a=x", "SecRuleRemoveByTag sql")).containsExactly(10, 11, 12);
    assertThat(ids("/?a=x", "SecRuleRemoveByTag SQLI")).containsExactly(10, 11, 12);
  }

  @Test
  void idsMayStandInOneWord() {
    assertThat(ids("/?a=x", "SecRuleRemoveById \"10 12-13\"")).containsExactly(11);
  }
}
