package dev.verge.waf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PhasesTest {
  @Test
  void phasesHaveNumbersAndNames() {
    assertThat(
            Request.get("/")
                .through(
                    "SecAction \"id:1,phase:logging\"",
                    "SecAction \"id:2,phase:response\"",
                    "SecAction \"id:3,phase:Request\"",
                    "SecAction \"id:4,phase:3\"",
                    "SecAction \"id:5,phase:1\"",
                    "SecAction \"id:6\"")
                .transaction()
                .matches())
        .extracting(Match::ruleId, Match::phase)
        .containsExactly(
            tuple(5, 1), tuple(3, 2), tuple(6, 2), tuple(4, 3), tuple(2, 4), tuple(1, 5));
  }

  @Test
  void theBodyIsSeenFromTheSecondPhaseOn() {
    String rules = inEveryPhase("SecRule ARGS:a \"@streq 1\" \"id:%1$d,phase:%1$d\"");
    assertThat(Request.post(Request.FORM, "a=1").through(rules).ids()).containsExactly(2, 3, 4, 5);
    assertThat(Request.get("/?a=1").through(rules).ids()).containsExactly(1, 2, 3, 4, 5);
  }

  private static String inEveryPhase(String rule) {
    return IntStream.rangeClosed(1, 5).mapToObj(rule::formatted).collect(Collectors.joining("\n"));
  }

  @Test
  void theResponseIsSeenFromTheThirdPhaseOn() {
    String status = inEveryPhase("SecRule RESPONSE_STATUS \"@eq 200\" \"id:%1$d,phase:%1$d\"");
    assertThat(Request.get("/").through(status).ids()).containsExactly(3, 4, 5);
    String body = inEveryPhase("SecRule RESPONSE_BODY \"@rx ell\" \"id:%1$d,phase:%1$d\"");
    assertThat(Request.get("/").through(body).ids()).containsExactly(4, 5);
  }

  @Test
  void theLastPhaseAlwaysRuns() {
    Rules rules =
        Request.rules(
            "SecRule ARGS:a \"@streq 1\" \"id:1,phase:1,deny\"",
            "SecRule ARGS:a \"@streq 2\" \"id:2,phase:1,allow\"",
            "SecRule ARGS:a \"@streq 3\" \"id:3,phase:4,deny\"",
            "SecAction \"id:5,phase:5\"");
    assertThat(Request.get("/?a=0").through(rules).ids()).containsExactly(5);
    assertThat(Request.get("/?a=1").through(rules).ids()).containsExactly(1, 5);
    assertThat(Request.get("/?a=2").through(rules).ids()).containsExactly(2, 5);
    assertThat(Request.get("/?a=3").through(rules).ids()).containsExactly(3, 5);
  }

  @Test
  void theLastPhaseRunsEvenIfNoOtherDid() {
    Transaction transaction =
        Request.rules(
                "SecAction \"id:1,phase:5\"",
                "SecRule REMOTE_ADDR \"@ipMatch 192.0.2.0/24\" \"id:2,phase:5\"",
                "SecRule ARGS \"@rx .\" \"id:3,phase:5\"")
            .begin(Request.CLIENT);
    transaction.end();
    assertThat(transaction.matches()).extracting(Match::ruleId).containsExactly(1, 2);
  }

  @Test
  void theLastPhaseInterruptsNothing() {
    Passage passage =
        Request.get("/").through("SecAction \"id:1,phase:5,deny\"", "SecAction \"id:2,phase:1\"");
    assertThat(passage.interruption()).isNull();
    assertThat(passage.ids()).containsExactly(2, 1);
  }

  @Test
  void aRequestWithoutABodyHasASecondPhase() {
    assertThat(
            Request.get("/")
                .through(
                    "SecRule REQUEST_BODY_LENGTH \"@eq 0\" \"id:1,phase:2\"",
                    "SecRule &ARGS_POST \"@eq 0\" \"id:2,phase:2\"")
                .ids())
        .containsExactly(1, 2);
  }

  @Test
  void theSameRulesServeManyRequestsAtOnce() {
    Rules rules =
        Request.rules(
            "SecRule ARGS:n \"@rx ^(\\d+)$\" \"id:1,phase:1,capture,setvar:tx.n=%{tx.1},nolog\"",
            "SecAction \"id:2,phase:5,msg:'%{tx.n}'\"");
    List<String> seen =
        IntStream.range(0, 500)
            .parallel()
            .mapToObj(i -> Request.get("/?n=" + i).through(rules).messages().getFirst())
            .toList();
    assertThat(seen).hasSize(500).doesNotHaveDuplicates();
  }
}
