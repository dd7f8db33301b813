package dev.verge.waf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MatchTest {
  private static Match match(String uri, String... rules) {
    return Request.get(uri).through(rules).transaction().matches().getFirst();
  }

  @Test
  void aMatchSaysWhatWhereAndWhy() {
    assertThat(
            match(
                "/?a=XY",
                "SecRule ARGS \"@rx (y)\" \"id:942100,phase:1,t:lowercase,capture,"
                    + "msg:'Found %{tx.1} in %{MATCHED_VAR_NAME}',logdata:'%{MATCHED_VAR}',"
                    + "severity:'CRITICAL',tag:'one',tag:'two, three',ver:'1',rev:2\""))
        .isEqualTo(
            new Match(
                942100,
                1,
                "Found %{tx.1} in %{MATCHED_VAR_NAME}",
                "Found y in ARGS:a",
                "xy",
                2,
                List.of("one", "two, three"),
                "ARGS:a",
                "xy"));
  }

  @Test
  void aMatchMaySayNothing() {
    assertThat(match("/", "SecAction \"id:1,phase:3\""))
        .isEqualTo(new Match(1, 3, "", "", "", -1, List.of(), "", ""));
  }

  @Test
  void matchesAreToldInTheOrderOfTheirPhases() {
    assertThat(
            Request.get("/")
                .through(
                    "SecAction \"id:5,phase:5\"",
                    "SecAction \"id:2,phase:2\"",
                    "SecAction \"id:1,phase:1\"")
                .ids())
        .containsExactly(1, 2, 5);
  }

  @Test
  void aRuleIsToldUnlessItSaysNo() {
    assertThat(
            Request.get("/")
                .through(
                    "SecAction \"id:1,phase:1\"",
                    "SecAction \"id:2,phase:1,log\"",
                    "SecAction \"id:3,phase:1,nolog\"",
                    "SecAction \"id:4,phase:1,nolog,log\"",
                    "SecAction \"id:5,phase:1,auditlog\"",
                    "SecAction \"id:6,phase:1,noauditlog\"")
                .ids())
        .containsExactly(1, 2, 4, 5, 6);
  }

  @Test
  void aRuleThatIsNotToldDoesWhatItDoesAllTheSame() {
    Passage passage =
        Request.get("/").through("SecAction \"id:1,phase:1,nolog,setvar:tx.a=1,deny\"");
    assertThat(passage.interrupted().ruleId()).isEqualTo(1);
    assertThat(passage.value("tx.a")).isEqualTo("1");
    assertThat(passage.ids()).isEmpty();
  }

  @Test
  void whetherItIsToldMayBeADefault() {
    assertThat(
            Request.get("/")
                .through(
                    "SecDefaultAction \"phase:1,nolog,pass\"",
                    "SecAction \"id:1,phase:1\"",
                    "SecAction \"id:2,phase:1,log\"",
                    "SecAction \"id:3,phase:2\"")
                .ids())
        .containsExactly(2, 3);
  }

  @Test
  void severitiesHaveNamesAndNumbers() {
    List<String> names =
        List.of("EMERGENCY", "ALERT", "CRITICAL", "ERROR", "WARNING", "NOTICE", "INFO", "DEBUG");
    for (int i = 0; i < names.size(); i++) {
      assertThat(match("/", "SecAction \"id:1,phase:1,severity:" + names.get(i) + "\"").severity())
          .isEqualTo(i);
      assertThat(match("/", "SecAction \"id:1,phase:1,severity:'" + i + "'\"").severity())
          .isEqualTo(i);
    }
  }

  @Test
  void macrosReadWhatIsTrueWhenTheRuleMatches() {
    Passage passage =
        Request.get("/?a=1")
            .with("Host", "example.com")
            .with("User-Agent", "test")
            .through(
                "SecAction \"id:1,phase:1,setvar:tx.n=1,msg:'n=%{TX.n}'\"",
                "SecAction \"id:2,phase:1,setvar:tx.n=2,msg:'n=%{tx.N}'\"",
                "SecAction \"id:3,phase:1,msg:'%{REMOTE_ADDR} %{request_method} %{REQUEST_URI}"
                    + " %{REQUEST_HEADERS.user-agent} %{unique_id}'\"",
                "SecAction \"id:4,phase:1,msg:'%{tx.none}|%{ARGS.none}|%{MATCHED_VAR}'\"");
    assertThat(passage.messages())
        .containsExactly("n=1", "n=2", "192.0.2.1 GET /?a=1 test r1", "||");
  }

  @Test
  void whatIsNoMacroIsText() {
    assertThat(match("/", "SecAction \"id:1,phase:1,msg:'100% {x} %x %{tx.a'\"").message())
        .isEqualTo("100% {x} %x %{tx.a");
    assertThat(match("/", "SecAction \"id:1,phase:1,setvar:tx.a=x,msg:'%%{tx.a}}'\"").message())
        .isEqualTo("%x}");
  }

  @Test
  void macrosAreNotExpandedTwice() {
    assertThat(
            match("/?a=%25%7Btx.b%7D", "SecAction \"id:1,phase:1,setvar:tx.b=x,msg:'%{args.a}'\"")
                .message())
        .isEqualTo("%{tx.b}");
  }

  @Test
  void argumentsOfOperatorsMayHaveMacros() {
    String[] rules = {
      "SecAction \"id:1,phase:1,nolog,setvar:tx.max=5,setvar:'tx.allowed= a b '\"",
      "SecRule ARGS:n \"@gt %{tx.max}\" \"id:2,phase:1\"",
      "SecRule ARGS:x \"!@within %{tx.allowed}\" \"id:3,phase:1\"",
      "SecRule ARGS:y \"@streq %{args.x}%{args.n}\" \"id:4,phase:1\"",
    };
    assertThat(Request.get("/?n=6&x=a&y=a6").through(rules).ids()).containsExactly(2, 4);
    assertThat(Request.get("/?n=5&x=c&y=a5").through(rules).ids()).containsExactly(3);
  }

  @Test
  void aRuleWithoutTargetsTellsNoneOfAnEarlierRule() {
    List<Match> matches =
        Request.get("/?a=secret")
            .through("SecRule ARGS:a \"@rx .\" \"id:1,phase:1\"", "SecAction \"id:2,phase:1\"")
            .transaction()
            .matches();
    assertThat(matches).extracting(Match::variable).containsExactly("ARGS:a", "");
    assertThat(matches).extracting(Match::value).containsExactly("secret", "");
  }

  @Test
  void whatMatchedIsForgottenWithItsRule() {
    Passage passage =
        Request.get("/?p=x")
            .through(
                "SecRule ARGS \"@rx x\" \"id:1,phase:1,setvar:'tx.here=%{matched_var}'\"",
                "SecAction \"id:2,phase:1,setvar:'tx.after=%{matched_var}%{matched_var_name}'\"");
    assertThat(passage.value("tx.here")).isEqualTo("x");
    assertThat(passage.value("tx.after")).isEmpty();
  }
}
