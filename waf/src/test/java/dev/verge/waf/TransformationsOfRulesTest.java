package dev.verge.waf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TransformationsOfRulesTest {
  @Test
  void transformationsAreAppliedInTheirOrder() {
    assertThat(
            Request.get("/?a=%2541")
                .through(
                    "SecRule ARGS:a \"@streq %41\" \"id:1,phase:1\"",
                    "SecRule ARGS:a \"@streq a\" \"id:2,phase:1,t:urlDecode,t:lowercase\"",
                    "SecRule ARGS:a \"@streq A\" \"id:3,phase:1,t:lowercase,t:urlDecode\"")
                .ids())
        .containsExactly(1, 2, 3);
  }

  @Test
  void theyAreNamedWithoutRegardToCase() {
    assertThat(
            Request.get("/?a=ABC")
                .through("SecRule ARGS:a \"@streq 3\" \"id:1,phase:1,t:LOWERcase,t:Length\"")
                .ids())
        .containsExactly(1);
  }

  @Test
  void noneForgetsThoseBefore() {
    assertThat(
            Request.get("/?a=A")
                .through(
                    "SecDefaultAction \"phase:1,pass,t:lowercase\"",
                    "SecRule ARGS:a \"@streq a\" \"id:1,phase:1\"",
                    "SecRule ARGS:a \"@streq A\" \"id:2,phase:1,t:none\"",
                    "SecRule ARGS:a \"@streq 61\" \"id:3,phase:1,t:hexEncode\"",
                    "SecRule ARGS:a \"@streq 41\" \"id:4,phase:1,t:length,t:none,t:hexEncode\"")
                .ids())
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void rulesThatShareABeginningDoNotDisturbEachOther() {
    assertThat(
            Request.get("/?a=%20aB%20")
                .through(
                    "SecRule ARGS:a \"@streq ab\" \"id:1,phase:1,t:lowercase,t:trim\"",
                    "SecRule ARGS:a \"@streq 4\" \"id:2,phase:1,t:lowercase,t:length\"",
                    "SecRule ARGS:a \"@streq 2\" \"id:3,phase:1,t:lowercase,t:trim,t:length\"",
                    "SecRule ARGS:a \"@streq aB\" \"id:4,phase:1,t:trim\"")
                .ids())
        .containsExactly(1, 2, 3, 4);
  }

  private static final String MULTI =
      "SecRule ARGS:a \"@rx %s\" \"id:1,phase:1,t:urlDecode,t:lowercase,t:length,"
          + "multiMatch,setvar:tx.n=+1\"";

  private static Passage multi(String uri, String regex) {
    return Request.get(uri).through(MULTI.formatted(regex));
  }

  @Test
  void multiMatchLooksAtEveryStep() {
    for (String step : new String[] {"^%41$", "^A$", "^a$", "^1$"}) {
      assertThat(multi("/?a=%2541", step).ids()).as(step).containsExactly(1);
    }
    assertThat(multi("/?a=%2541", "^3$").ids()).isEmpty();
  }

  @Test
  void withoutItOnlyTheLastStepCounts() {
    String rule = MULTI.replace("multiMatch,", "");
    assertThat(Request.get("/?a=%2541").through(rule.formatted("^A$")).ids()).isEmpty();
    assertThat(Request.get("/?a=%2541").through(rule.formatted("^1$")).ids()).containsExactly(1);
  }

  @Test
  void aStepThatChangesNothingIsNotLookedAtAgain() {
    assertThat(multi("/?a=abc", "abc").value("tx.n")).isEqualTo("1");
    assertThat(multi("/?a=aBc", "(?i)abc").value("tx.n")).isEqualTo("2");
    assertThat(multi("/?a=%2541bC", "(?i)b").value("tx.n")).isEqualTo("3");
  }

  @Test
  void captureLeavesTheGroupsOfTheLastMatch() {
    Passage passage =
        Request.get("/?a=k1=v1&b=k2")
            .through("SecRule ARGS \"@rx ^(k.)(?:=(v.))?$\" \"id:1,phase:1,capture\"");
    assertThat(passage.value("tx.0")).isEqualTo("k2");
    assertThat(passage.value("tx.1")).isEqualTo("k2");
    assertThat(passage.value("tx.2")).isEmpty();
  }

  @Test
  void aCaptureClearsTheOneBefore() {
    Passage passage =
        Request.get("/?a=abc")
            .through(
                "SecRule ARGS:a \"@rx (a)(b)(c)\" \"id:1,phase:1,capture,msg:'%{tx.0}%{tx.3}'\"",
                "SecRule ARGS:a \"@rx (c)\" \"id:2,phase:1,capture,msg:'%{tx.1}%{tx.2}%{tx.3}'\"",
                "SecRule &TX:/^[0-9]$/ \"@eq 2\" \"id:3,phase:1\"");
    assertThat(passage.messages()).containsExactly("abcc", "c", "");
  }

  @Test
  void withoutCaptureNothingIsLeft() {
    Passage passage =
        Request.get("/?a=abc")
            .through(
                "SecRule ARGS:a \"@rx (a)\" \"id:1,phase:1,capture\"",
                "SecRule ARGS:a \"@rx (b)\" \"id:2,phase:1\"",
                "SecRule ARGS:a \"@rx (x)\" \"id:3,phase:1,capture\"",
                "SecRule ARGS:a \"!@rx (x)\" \"id:4,phase:1,capture\"");
    assertThat(passage.ids()).containsExactly(1, 2, 4);
    assertThat(passage.value("tx.1")).isEqualTo("a");
  }

  @Test
  void otherOperatorsLeaveWhatTheyFound() {
    assertThat(
            Request.get("/?a=xDROPx")
                .through("SecRule ARGS:a \"@pm select drop\" \"id:1,phase:1,capture\"")
                .value("tx.0"))
        .isEqualTo("drop");
  }
}
