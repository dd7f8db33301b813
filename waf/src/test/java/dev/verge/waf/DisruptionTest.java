package dev.verge.waf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DisruptionTest {
  private static @Nullable Interruption of(String... rules) {
    return Request.get("/?a=1").through(rules).interruption();
  }

  @Test
  void denyAnswersWithAStatus() {
    assertThat(of("SecAction \"id:1,phase:1,deny\""))
        .isEqualTo(new Interruption(1, 403, null, false));
    assertThat(of("SecAction \"id:1,phase:1,deny,status:429\""))
        .isEqualTo(new Interruption(1, 429, null, false));
    assertThat(of("SecAction \"id:1,phase:1,status:429,deny\""))
        .isEqualTo(new Interruption(1, 429, null, false));
  }

  @Test
  void dropEndsTheConnection() {
    assertThat(of("SecAction \"id:1,phase:1,drop\""))
        .isEqualTo(new Interruption(1, 403, null, true));
  }

  @Test
  void redirectSendsElsewhere() {
    assertThat(of("SecAction \"id:1,phase:1,redirect:'https://example.com/?a=%{args.a}'\""))
        .isEqualTo(new Interruption(1, 302, "https://example.com/?a=1", false));
  }

  @Test
  void passGoesOn() {
    assertThat(of("SecAction \"id:1,phase:1,pass\"", "SecAction \"id:2,phase:1\"")).isNull();
  }

  @Test
  void theLastWordCounts() {
    assertThat(of("SecAction \"id:1,phase:1,pass,deny\"")).isNotNull();
    assertThat(of("SecAction \"id:1,phase:1,deny,pass\"")).isNull();
  }

  @Test
  void theFirstRuleThatInterruptsEndsAllButTheLastPhase() {
    Passage passage =
        Request.get("/")
            .through(
                "SecAction \"id:1,phase:1\"",
                "SecAction \"id:2,phase:1,deny\"",
                "SecAction \"id:3,phase:1,deny\"",
                "SecAction \"id:4,phase:2\"",
                "SecAction \"id:5,phase:5\"");
    assertThat(passage.interrupted().ruleId()).isEqualTo(2);
    assertThat(passage.ids()).containsExactly(1, 2, 5);
  }

  @Test
  void laterPhasesTellTheSameInterruption() {
    Transaction transaction =
        Request.rules("SecAction \"id:1,phase:1,deny\"", "SecAction \"id:2,phase:2,deny\"")
            .begin(Request.CLIENT);
    Interruption first = transaction.request("GET", "/", "HTTP/1.1", List.of());
    assertThat(first).isNotNull();
    assertThat(transaction.requestBody("")).isEqualTo(first);
    transaction.end();
    assertThat(transaction.matches()).hasSize(1);
  }

  @Test
  void everyPhaseButTheLastMayInterrupt() {
    for (int phase = 1; phase <= 4; phase++) {
      assertThat(of("SecAction \"id:7,phase:" + phase + ",deny\"")).isNotNull();
    }
    assertThat(of("SecAction \"id:7,phase:5,deny\"")).isNull();
  }

  @Test
  void blockIsWhatTheDefaultOfThePhaseSays() {
    String block = "SecAction \"id:1,phase:1,block\"";
    assertThat(of(block)).isNull();
    assertThat(of("SecDefaultAction \"phase:1,deny,status:406\"", block))
        .isEqualTo(new Interruption(1, 406, null, false));
    assertThat(of("SecDefaultAction \"phase:1,drop\"", block))
        .isEqualTo(new Interruption(1, 403, null, true));
    assertThat(of("SecDefaultAction \"phase:1,pass\"", block)).isNull();
    assertThat(of("SecDefaultAction \"phase:2,deny\"", block)).isNull();
    assertThat(of("SecDefaultAction \"phase:1,redirect:'/sorry'\"", block))
        .isEqualTo(new Interruption(1, 302, "/sorry", false));
  }

  @Test
  void blockTakesBackWhatARuleSaidBefore() {
    assertThat(of("SecDefaultAction \"phase:1,pass\"", "SecAction \"id:1,phase:1,deny,block\""))
        .isNull();
  }

  @Test
  void aRuleThatSaysNothingDoesWhatTheDefaultSays() {
    assertThat(of("SecDefaultAction \"phase:1,deny,status:406\"", "SecAction \"id:1,phase:1\""))
        .isEqualTo(new Interruption(1, 406, null, false));
    assertThat(of("SecDefaultAction \"phase:1,deny\"", "SecAction \"id:1,phase:1,pass\"")).isNull();
  }

  private static final String[] AFTER = {
    "SecAction \"id:2,phase:1\"",
    "SecAction \"id:3,phase:2\"",
    "SecAction \"id:4,phase:3\"",
    "SecAction \"id:5,phase:4\"",
    "SecAction \"id:6,phase:5\"",
  };

  private static Passage allowed(String rule) {
    return Request.get("/").through(rule, String.join("\n", AFTER));
  }

  @Test
  void allowLeavesOutAllButTheLastPhase() {
    Passage passage = allowed("SecAction \"id:1,phase:1,allow\"");
    assertThat(passage.ids()).containsExactly(1, 6);
    assertThat(passage.interruption()).isNull();
    assertThat(allowed("SecAction \"id:1,phase:3,allow\"").ids()).containsExactly(2, 3, 1, 6);
  }

  @Test
  void allowPhaseLeavesOutTheRestOfThePhase() {
    assertThat(allowed("SecAction \"id:1,phase:1,allow:phase\"").ids())
        .containsExactly(1, 3, 4, 5, 6);
  }

  @Test
  void allowRequestLeavesOutTheRestOfTheRequest() {
    assertThat(allowed("SecAction \"id:1,phase:1,allow:request\"").ids())
        .containsExactly(1, 4, 5, 6);
    assertThat(allowed("SecAction \"id:1,phase:2,allow:request\"").ids())
        .containsExactly(2, 1, 4, 5, 6);
  }

  @Test
  void nothingIsInterruptedWhileOnlyDetecting() {
    for (String action : new String[] {"deny", "drop", "redirect:'/'", "allow", "block"}) {
      Passage passage =
          Request.get("/")
              .through(
                  "SecRuleEngine DetectionOnly",
                  "SecDefaultAction \"phase:1,deny\"",
                  "SecAction \"id:1,phase:1,setvar:tx.a=1," + action + "\"",
                  "SecAction \"id:2,phase:1\"",
                  "SecAction \"id:3,phase:2\"");
      assertThat(passage.interruption()).as(action).isNull();
      assertThat(passage.ids()).as(action).containsExactly(1, 2, 3);
      assertThat(passage.value("tx.a")).isEqualTo("1");
    }
  }

  @Test
  void nothingRunsWhenTheEngineIsOff() {
    Passage passage =
        Request.get("/").through("SecAction \"id:1,phase:1,deny\"", "SecRuleEngine Off");
    assertThat(passage.interruption()).isNull();
    assertThat(passage.ids()).isEmpty();
    assertThat(passage.transaction().wantsRequestBody()).isFalse();
    assertThat(passage.transaction().wantsResponseBody()).isFalse();
  }

  @Test
  void aRedirectMayHaveAStatusOfRedirects() {
    for (int status : new int[] {301, 303, 307}) {
      assertThat(of("SecAction \"id:1,phase:1,redirect:'/x',status:" + status + "\""))
          .isEqualTo(new Interruption(1, status, "/x", false));
    }
    assertThat(of("SecAction \"id:1,phase:1,redirect:'/x',status:403\""))
        .isEqualTo(new Interruption(1, 302, "/x", false));
  }

  @Test
  void aRuleThatBlocksMayHaveAStatusOfItsOwn() {
    assertThat(
            of(
                "SecDefaultAction \"phase:1,deny,status:406\"",
                "SecAction \"id:1,phase:1,block,status:429\""))
        .isEqualTo(new Interruption(1, 429, null, false));
    assertThat(
            of(
                "SecDefaultAction \"phase:1,redirect:'/x',status:301\"",
                "SecAction \"id:1,phase:1,block\""))
        .isEqualTo(new Interruption(1, 301, "/x", false));
  }

  @Test
  void aDefaultIsForTheRulesBehindIt() {
    assertThat(of("SecAction \"id:1,phase:1,block\"", "SecDefaultAction \"phase:1,deny\""))
        .isNull();
  }
}
