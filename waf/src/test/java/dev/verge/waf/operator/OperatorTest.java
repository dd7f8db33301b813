package dev.verge.waf.operator;

import static dev.verge.waf.operator.Answers.captured;
import static dev.verge.waf.operator.Answers.compile;
import static dev.verge.waf.operator.Answers.no;
import static dev.verge.waf.operator.Answers.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verge.waf.regex.RegexException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorTest {
  @Test
  void operatorsAreNamedWithoutRegardToCase() {
    yes("STREQ", "a", "a");
    yes("containsword", "a", "a");
    yes("ValidateByteRange", "65", "a");
  }

  @Test
  void anUnknownOperatorIsRefusedByName() {
    for (String name : List.of("nope", "", "rx2", "geoLookup", "rbl", "inspectFile", "verifyCC")) {
      assertThatThrownBy(() -> compile(name, ""))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("there is no operator @" + name);
    }
  }

  @Test
  void rxFindsAnExpressionAnywhere() {
    yes("rx", "^a+$", "a", "aaa");
    no("rx", "^a+$", "", "ab", "a\n");
    yes("rx", "b", "abc");
    yes("rx", "", "", "a");
  }

  @Test
  void rxLeavesItsGroups() {
    assertThat(captured("rx", "(a)(x)?(b)", "-ab-", 0)).isEqualTo("ab");
    assertThat(captured("rx", "(a)(x)?(b)", "-ab-", 1)).isEqualTo("a");
    assertThat(captured("rx", "(a)(x)?(b)", "-ab-", 2)).isNull();
    assertThat(captured("rx", "(a)(x)?(b)", "-ab-", 3)).isEqualTo("b");
    assertThat(captured("rx", "(a)(x)?(b)", "-ab-", 4)).isNull();
    assertThat(captured("rx", "(.)".repeat(12), "abcdefghijkl", 9)).isEqualTo("i");
  }

  @Test
  void rxKnowsWhatItRequires() {
    assertThat(compile("rx", "(?i)union|select").required()).contains("union", "select");
    assertThat(compile("rx", ".").required()).isEmpty();
  }

  @Test
  void rxRefusesWhatItCannotMatch() {
    assertThatThrownBy(() -> compile("rx", "a(?=b)")).isInstanceOf(RegexException.class);
    assertThatThrownBy(() -> compile("rx", "(")).isInstanceOf(RegexException.class);
  }

  @Test
  void aMatchForgetsTheGroupsOfTheOneBefore() {
    Groups groups = new Groups();
    assertThat(compile("rx", "(a)(b)").matches("ab", "", groups)).isTrue();
    assertThat(compile("rx", "(c)").matches("c", "", groups)).isTrue();
    assertThat(groups.get(0)).isEqualTo("c");
    assertThat(groups.get(1)).isEqualTo("c");
    assertThat(groups.get(2)).isNull();
  }

  @Test
  void sqlInjectionIsDetectedAndItsFingerprintLeft() {
    yes("detectSQLi", "", "1' OR '1'='1", "1 UNION SELECT 1,2,3--");
    no("detectSQLi", "", "", "hello world", "O'Neill");
    assertThat(captured("detectSQLi", "", "1' OR '1'='1", 0)).isEqualTo("s&sos");
  }

  @Test
  void crossSiteScriptingIsDetected() {
    yes("detectXSS", "", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>");
    no("detectXSS", "", "", "hello <b>world</b>");
  }

  @Test
  void someAnswersAreKnownBeforehand() {
    yes("unconditionalMatch", "", "", "a");
    no("noMatch", "", "", "a");
  }

  @Test
  void whatIsCompiledForItsArgumentIsFixed() {
    for (String name :
        List.of(
            "rx",
            "detectSQLi",
            "detectXSS",
            "validateUrlEncoding",
            "unconditionalMatch",
            "noMatch")) {
      assertThat(compile(name, "").isFixed()).as(name).isTrue();
    }
    assertThat(compile("pm", "a").isFixed()).isTrue();
    assertThat(compile("ipMatch", "::1").isFixed()).isTrue();
    assertThat(compile("validateByteRange", "1").isFixed()).isTrue();
  }
}
