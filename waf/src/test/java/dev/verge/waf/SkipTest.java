package dev.verge.waf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verge.waf.seclang.SecLangException;
import org.junit.jupiter.api.Test;

class SkipTest {
  @Test
  void skipLeavesOutSoManyRules() {
    assertThat(
            Request.get("/?a=1")
                .through(
                    "SecRule ARGS \"@streq 1\" \"id:1,phase:1,skip:2\"",
                    "SecAction \"id:2,phase:1\"",
                    "SecAction \"id:3,phase:1\"",
                    "SecAction \"id:4,phase:1\"")
                .ids())
        .containsExactly(1, 4);
  }

  @Test
  void aChainIsOneRuleToSkip() {
    assertThat(
            Request.get("/?a=1")
                .through(
                    "SecAction \"id:1,phase:1,skip:1\"",
                    "SecAction \"id:2,phase:1,chain\"",
                    "SecAction \"chain\"",
                    "SecAction \"setvar:tx.x=1\"",
                    "SecAction \"id:3,phase:1\"")
                .ids())
        .containsExactly(1, 3);
  }

  @Test
  void onlyRulesOfThePhaseAreCounted() {
    assertThat(
            Request.get("/")
                .through(
                    "SecAction \"id:1,phase:1,skip:1\"",
                    "SecAction \"id:2,phase:2\"",
                    "SecAction \"id:3,phase:1\"",
                    "SecAction \"id:4,phase:1\"")
                .ids())
        .containsExactly(1, 4, 2);
  }

  @Test
  void skippingMoreThanThereAreEndsThePhase() {
    assertThat(
            Request.get("/")
                .through(
                    "SecAction \"id:1,phase:1,skip:9\"",
                    "SecAction \"id:2,phase:1\"",
                    "SecAction \"id:3,phase:2\"")
                .ids())
        .containsExactly(1, 3);
  }

  @Test
  void skipAfterGoesOnBehindTheMarker() {
    assertThat(
            Request.get("/")
                .through(
                    "SecAction \"id:1,phase:1,skipAfter:END\"",
                    "SecAction \"id:2,phase:1\"",
                    "SecMarker END",
                    "SecAction \"id:3,phase:1\"")
                .ids())
        .containsExactly(1, 3);
  }

  @Test
  void withoutAMatchNothingIsSkipped() {
    assertThat(
            Request.get("/")
                .through(
                    "SecRule ARGS \"@rx .\" \"id:1,phase:1,skipAfter:END\"",
                    "SecRule ARGS \"@rx .\" \"id:2,phase:1,skip:1\"",
                    "SecAction \"id:3,phase:1\"",
                    "SecMarker END")
                .ids())
        .containsExactly(3);
  }

  @Test
  void aMarkerIsForRulesOfAllPhases() {
    assertThat(
            Request.get("/")
                .through(
                    "SecAction \"id:1,phase:1,skipAfter:END\"",
                    "SecAction \"id:2,phase:2,skipAfter:END\"",
                    "SecAction \"id:3,phase:2\"",
                    "SecAction \"id:4,phase:1\"",
                    "SecMarker END",
                    "SecAction \"id:5,phase:2\"",
                    "SecAction \"id:6,phase:1\"")
                .ids())
        .containsExactly(1, 6, 2, 5);
  }

  @Test
  void aMarkerThatNothingFollowsEndsThePhaseOnly() {
    assertThat(
            Request.get("/")
                .through(
                    "SecAction \"id:1,phase:1,skipAfter:END\"",
                    "SecAction \"id:2,phase:1\"",
                    "SecAction \"id:3,phase:2\"",
                    "SecMarker END")
                .ids())
        .containsExactly(1, 3);
  }

  @Test
  void aChainSkipsOnceItsLastLinkMatches() {
    String[] rules = {
      "SecRule ARGS:a \"@streq 1\" \"id:1,phase:1,skipAfter:END,chain\"",
      "SecRule ARGS:b \"@streq 1\"",
      "SecAction \"id:2,phase:1\"",
      "SecMarker END",
    };
    assertThat(Request.get("/?a=1").through(rules).ids()).containsExactly(2);
    assertThat(Request.get("/?a=1&b=1").through(rules).ids()).containsExactly(1);
  }

  @Test
  void ofMarkersOfOneNameTheNextOneCounts() {
    assertThat(
            Request.get("/")
                .through(
                    "SecMarker END",
                    "SecAction \"id:1,phase:1,skipAfter:END\"",
                    "SecAction \"id:2,phase:1\"",
                    "SecMarker END",
                    "SecAction \"id:3,phase:1,skipAfter:END\"",
                    "SecAction \"id:4,phase:1\"",
                    "SecMarker END",
                    "SecAction \"id:5,phase:1\"")
                .ids())
        .containsExactly(1, 3, 5);
  }

  @Test
  void aMarkerInFrontOfTheRuleIsNone() {
    assertThatThrownBy(
            () -> Request.rules("SecMarker END", "SecAction \"id:1,phase:1,skipAfter:END\""))
        .isInstanceOf(SecLangException.class)
        .hasMessage("t:2: there is no marker END behind this rule");
  }
}
