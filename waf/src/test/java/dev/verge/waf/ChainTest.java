package dev.verge.waf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChainTest {
  private static final String[] CHAIN = {
    "SecRule ARGS:a \"@streq 1\" \"id:1,phase:1,deny,chain\"",
    "SecRule ARGS:b \"@streq 2\" \"chain\"",
    "SecRule ARGS:c \"@streq 3\"",
    "SecAction \"id:2,phase:1\"",
  };

  @Test
  void aChainMatchesIfAllItsLinksDo() {
    assertThat(Request.get("/?a=1&b=2&c=3").through(CHAIN).interrupted().ruleId()).isEqualTo(1);
    for (String uri :
        new String[] {"/?a=0&b=2&c=3", "/?a=1&b=0&c=3", "/?a=1&b=2&c=0", "/?a=1&b=2"}) {
      Passage passage = Request.get(uri).through(CHAIN);
      assertThat(passage.interruption()).as(uri).isNull();
      assertThat(passage.ids()).containsExactly(2);
    }
  }

  @Test
  void aLinkDoesWhatItDoesWhenItMatches() {
    String[] rules = {
      "SecRule ARGS:a \"@rx .\" \"id:1,phase:1,setvar:tx.one=1,chain\"",
      "SecRule ARGS:b \"@rx .\" \"setvar:tx.two=1,chain\"",
      "SecRule ARGS:c \"@rx .\" \"setvar:tx.three=1\"",
    };
    Passage passage = Request.get("/?a=1&b=1").through(rules);
    assertThat(passage.ids()).isEmpty();
    assertThat(passage.value("tx.one")).isEqualTo("1");
    assertThat(passage.value("tx.two")).isEqualTo("1");
    assertThat(passage.value("tx.three")).isEmpty();
  }

  @Test
  void aLinkDoesItForEachValueThatMatches() {
    Passage passage =
        Request.get("/?a=1&b=1&c=2&d=1")
            .through("SecRule ARGS \"@streq 1\" \"id:1,phase:1,setvar:tx.n=+1\"");
    assertThat(passage.value("tx.n")).isEqualTo("3");
    assertThat(passage.ids()).containsExactly(1);
  }

  @Test
  void aLinkSeesWhatTheOnesBeforeHaveSet() {
    assertThat(
            Request.get("/?a=b&b=x")
                .through(
                    "SecRule ARGS:a \"@rx ^(.)$\" \"id:1,phase:1,capture,setvar:tx.x=%{tx.1},chain\"",
                    "SecRule ARGS_NAMES \"@streq %{tx.x}\"")
                .ids())
        .containsExactly(1);
  }

  @Test
  void whatMatchedIsSeenAcrossLinks() {
    String[] rules = {
      "SecRule ARGS \"@contains x\" \"id:1,phase:1,chain\"",
      "SecRule MATCHED_VARS \"@contains y\" \"chain\"",
      "SecRule MATCHED_VARS_NAMES \"@streq ARGS:b\"",
    };
    assertThat(Request.get("/?a=x&b=xy&c=y").through(rules).ids()).containsExactly(1);
    assertThat(Request.get("/?a=x&b=x&c=y").through(rules).ids()).isEmpty();
  }

  @Test
  void whatMatchedIsForgottenWithTheChain() {
    assertThat(
            Request.get("/?a=x")
                .through(
                    "SecRule ARGS:a \"@streq x\" \"id:1,phase:1\"",
                    "SecRule &MATCHED_VARS \"@eq 0\" \"id:2,phase:1\"",
                    "SecRule ARGS:a \"@streq x\" \"id:3,phase:1,chain\"",
                    "SecRule &MATCHED_VARS \"@eq 1\" \"\"")
                .ids())
        .containsExactly(1, 2, 3);
  }

  @Test
  void theLastMatchIsSeenAsItWasTransformed() {
    Passage passage =
        Request.get("/?a=ABC")
            .through(
                "SecRule ARGS \"@streq abc\" \"id:1,phase:1,t:lowercase,chain,"
                    + "msg:'%{MATCHED_VAR_NAME} %{MATCHED_VAR}'\"",
                "SecRule MATCHED_VAR_NAME \"@streq ARGS:a\" \"chain\"",
                "SecRule MATCHED_VARS \"@streq abc\"");
    assertThat(passage.messages()).containsExactly("ARGS:a abc");
  }

  @Test
  void aLinkMayAlwaysMatch() {
    assertThat(
            Request.get("/?a=1")
                .through(
                    "SecRule ARGS:a \"@streq 1\" \"id:1,phase:1,chain\"",
                    "SecAction \"setvar:tx.x=1\"")
                .value("tx.x"))
        .isEqualTo("1");
    assertThat(
            Request.get("/?a=1")
                .through("SecAction \"id:1,phase:1,chain\"", "SecRule ARGS:a \"@streq 1\"")
                .ids())
        .containsExactly(1);
  }

  @Test
  void linksHaveTransformationsOfTheirOwn() {
    String[] rules = {
      "SecRule ARGS:a \"@streq x\" \"id:1,phase:1,t:lowercase,chain\"",
      "SecRule ARGS:b \"@streq X\" \"t:none\"",
    };
    assertThat(Request.get("/?a=X&b=X").through(rules).ids()).containsExactly(1);
    assertThat(Request.get("/?a=X&b=x").through(rules).ids()).isEmpty();
  }

  @Test
  void whatTheFirstLinkSaysCountsForTheChain() {
    Match match =
        Request.get("/?a=1&b=2")
            .through(
                "SecRule ARGS:a \"@streq 1\" \"id:1,phase:1,chain,severity:CRITICAL,tag:x,msg:'m'\"",
                "SecRule ARGS:b \"@streq 2\"")
            .transaction()
            .matches()
            .getFirst();
    assertThat(match).isEqualTo(new Match(1, 1, "m", "m", "", 2, List.of("x"), "ARGS:b", "2"));
  }

  @Test
  void aChainCountsAsOneRule() {
    assertThat(Request.rules(CHAIN).size()).isEqualTo(2);
  }

  @Test
  void allArgumentsOfOneNameThatMatchedAreSeen() {
    String[] rules = {
      "SecRule ARGS \"@contains x\" \"id:1,phase:1,chain\"",
      "SecRule MATCHED_VARS \"@streq xy\" \"chain\"",
      "SecRule &MATCHED_VARS \"@eq 3\"",
    };
    assertThat(Request.get("/?a=x&a=xy").through(rules).ids()).containsExactly(1);
  }

  @Test
  void whatMatchedIsSelectedByItsFullName() {
    assertThat(
            Request.get("/?x=1&y=2")
                .through(
                    "SecRule ARGS \"@rx .\" \"id:1,phase:1,chain\"",
                    "SecRule MATCHED_VARS:ARGS:X \"@streq 1\"",
                    "SecRule ARGS \"@rx .\" \"id:2,phase:1,chain\"",
                    "SecRule MATCHED_VARS|!MATCHED_VARS:ARGS:y \"@streq 2\"",
                    "SecRule ARGS \"@rx .\" \"id:3,phase:1,chain\"",
                    "SecRule MATCHED_VARS_NAMES:/^args:y$/ \"@streq ARGS:y\"",
                    "SecRule ARGS \"@rx .\" \"id:4,phase:1,chain\"",
                    "SecRule MATCHED_VARS:x \"@streq 1\"")
                .ids())
        .containsExactly(1, 3);
  }

  @Test
  void linksHaveTheDefaultTransformationsUnlessTheySayNone() {
    String[] rules = {
      "SecDefaultAction \"phase:1,pass,log,t:lowercase,tag:'t'\"",
      "SecRule ARGS:a \"@streq x\" \"id:1,phase:1,chain\"",
      "SecRule ARGS:b \"@streq y\" \"chain\"",
      "SecRule ARGS:c \"@streq Z\" \"t:none\"",
    };
    assertThat(Request.get("/?a=X&b=Y&c=Z").through(rules).ids()).containsExactly(1);
    assertThat(Request.get("/?a=X&b=Y&c=z").through(rules).ids()).isEmpty();
  }
}
