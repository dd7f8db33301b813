package dev.verge.waf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Not to ask rules whose literals are missing must make no difference. */
class GateTest {
  /** Rules of all kinds, most of which need literals. */
  private static final String RULES =
      """
      SecDefaultAction "phase:2,pass,log,t:urlDecodeUni"
      SecRule REQUEST_HEADERS:Content-Type "@contains json" \\
          "id:1,phase:1,ctl:requestBodyProcessor=JSON"
      SecRule REQUEST_HEADERS:Content-Type "@contains xml" \\
          "id:2,phase:1,ctl:requestBodyProcessor=XML"
      SecRule REQUEST_METHOD "!@within GET POST PUT" "id:3,phase:1,setvar:tx.score=+5"
      SecRule REQUEST_FILENAME "@rx \\.(?:git|svn)/" "id:4,phase:1,t:normalizePath,setvar:tx.score=+3"
      SecRule &REQUEST_HEADERS:User-Agent "@eq 0" "id:5,phase:1,setvar:tx.score=+1"
      SecRule REQUEST_HEADERS:Host "@rx ^[\\d.]+$" "id:6,phase:1"
      SecRule ARGS "@rx (?i)\\bunion\\b.{0,20}\\bselect\\b" \\
          "id:10,t:replaceComments,capture,logdata:'%{tx.0}',setvar:tx.score=+5,setvar:tx.sqli=+1"
      SecRule ARGS|REQUEST_COOKIES|!ARGS:q "@rx (?i:<script|javascript:|on[a-z]+=)" \\
          "id:11,t:htmlEntityDecode,t:lowercase,setvar:tx.score=+5"
      SecRule ARGS|REQUEST_BODY "@rx (?i)etc/(?:passwd|hosts)" "id:12,multiMatch,t:normalizePath"
      SecRule ARGS_NAMES "@streq __proto__" "id:13"
      SecRule ARGS "@pm whoami passwd cmd.exe powershell" \\
          "id:14,phase:2,t:lowercase,capture,msg:'%{tx.0}',chain,setvar:tx.words=+1"
      SecRule MATCHED_VARS "@rx [;|`$]" "setvar:tx.score=+2"
      SecRule REQUEST_HEADERS "@rx \\$\\{jndi:" "id:15,phase:1,t:lowercase"
      SecRule ARGS "@detectSQLi" "id:16,t:none,setvar:tx.score=+1"
      SecRule ARGS|ARGS_NAMES|REQUEST_HEADERS:Referer "@contains ../" "id:17,multiMatch,t:urlDecode"
      SecRule ARGS "@rx \\x00" "id:18,t:none,setvar:tx.score=+1"
      SecRule ARGS "!@validateUtf8Encoding" "id:19,nolog,setvar:tx.valid=+1"
      SecRule ARGS:json.a.array_0 "@rx ." "id:20,ctl:ruleRemoveTargetById=21;ARGS:json.a.array_0"
      SecRule ARGS "@rx (?:php|file|https?)://" "id:21,t:lowercase"
      SecRule XML:/* "@rx [a-z]{3}" "id:22"
      SecRule FILES "@rx \\.(?:php|jsp)" "id:23,t:lowercase,setvar:tx.score=+5"
      SecRule TX:score "@ge 10" "id:24,skipAfter:DONE"
      SecRule ARGS "@rx (?i)(?:sleep|base64_decode)\\s*\\(" "id:25,setvar:tx.score=+3"
      SecRule ARGS "@rx ^\\{\\{.*}}$|\\$\\(.*\\)" "id:26"
      SecRule ARGS|REQUEST_COOKIES_NAMES "@rx [\\xc3\\xe9\\xff]." "id:27,t:none"
      SecMarker DONE
      SecRule TX:/^(?:score|words)$/ "@ge 1" "id:28,chain,msg:'%{tx.score} %{MATCHED_VAR_NAME}'"
      SecRule MATCHED_VAR "!@eq 3"
      SecRule QUERY_STRING "@rx %u00[0-9a-f]{2}" "id:29,t:none,skip:1"
      SecRule QUERY_STRING "@contains =" "id:30"
      SecRule RESPONSE_BODY "@rx (?i)hello" "id:31,phase:4"
      SecRule TX:score "@ge 12" "id:32,phase:2,deny,status:403"
      SecRule TX:score "!@ge 5" "id:35,phase:2,capture,msg:'%{tx.0}',chain,setvar:tx.low=+1"
      SecRule TX:score "!@eq 7"
      SecRule TX:score "@rx ^(1?)(\\d)$" "id:36,phase:2,capture,multiMatch,msg:'%{tx.1}.%{tx.2}'"
      SecRule TX:words "@ge 1" "id:37,phase:2,ctl:ruleRemoveTargetById=38;TX:score"
      SecRule TX:score "@gt 0" "id:38,phase:2,setvar:tx.left=+1"
      SecRule TX:score "@within %{tx.words} 3 5" "id:39,phase:2"
      SecRule &TX:score "@eq 0" "id:40,phase:2"
      SecRule ARGS "@rx stdclass|ro0abx" "id:33,phase:5,t:lowercase"
      SecRule TX:score "@rx ." "id:34,phase:5,msg:'%{tx.score} %{tx.sqli} %{tx.valid}'"
      """;

  @Test
  void gatedAndUngatedRulesComeToTheSame() {
    Rules rules = Request.rules(RULES);
    RandomRequests requests = new RandomRequests(20260109, List.of("score", "<?xml", "\\u0000"));
    Set<Integer> matched = new HashSet<>();
    for (int i = 0; i < 600; i++) {
      matched.addAll(assertSame(rules, requests.next()).ids());
    }
    assertThat(matched).hasSize(rules.size() - 1); // all but the one that is not logged
  }

  @Test
  void soDoTheBuiltInRules() throws IOException {
    Rules rules = Rules.builder().bundled("engine").bundled("builtin").build();
    RandomRequests requests = new RandomRequests(20260111, List.of());
    for (int i = 0; i < 60; i++) {
      assertSame(rules, requests.next());
    }
  }

  /** Takes a request both ways, and returns what became of it. */
  static Passage assertSame(Rules rules, Request request) {
    Passage gated = Passage.of(rules.begin(Request.CLIENT), request);
    Passage ungated = Passage.of(rules.beginUngated(Request.CLIENT), request);
    assertThat(gated.transaction().matches())
        .as("%s", request)
        .isEqualTo(ungated.transaction().matches());
    assertThat(gated.interruption()).isEqualTo(ungated.interruption());
    return gated;
  }

  @Test
  void aRuleIsLetThroughByAnyOfItsLiterals() {
    Gate.Builder builder = new Gate.Builder();
    assertThat(builder.add(Set.of("ab", "cd"))).isZero();
    assertThat(builder.add(Set.of("cd"))).isEqualTo(1);
    assertThat(builder.add(Set.of("bcd"))).isEqualTo(2);
    Gate gate = builder.build();
    assertThat(BitSet.valueOf(gate.scan("xAB")).stream()).containsExactly(0);
    assertThat(BitSet.valueOf(gate.scan("cd")).stream()).containsExactly(0, 1);
    assertThat(BitSet.valueOf(gate.scan("abcd")).stream()).containsExactly(0, 1, 2);
    assertThat(BitSet.valueOf(gate.scan("a b c d")).stream()).isEmpty();
    assertThat(BitSet.valueOf(gate.scan("")).stream()).isEmpty();
  }

  @Test
  void thereMayBeManyRules() {
    Gate.Builder builder = new Gate.Builder();
    for (int i = 0; i < 200; i++) {
      builder.add(Set.of("r%03d".formatted(i)));
    }
    Gate gate = builder.build();
    assertThat(gate.words()).isEqualTo(4);
    assertThat(BitSet.valueOf(gate.scan("r000 R063 r064 r199 r200")).stream())
        .containsExactly(0, 63, 64, 199);
  }

  @Test
  void thereMayBeNoRules() {
    Gate gate = new Gate.Builder().build();
    assertThat(gate.words()).isZero();
    assertThat(gate.scan("abc")).isEmpty();
  }
}
