package dev.verge.waf.seclang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verge.waf.seclang.Directive.Action;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActionsTest {
  @Test
  void actionsAreSeparatedByCommas() {
    assertThat(parse("id:1,deny,status:403"))
        .containsExactly(
            new Action("id", "1"), new Action("deny", ""), new Action("status", "403"));
  }

  @Test
  void spacesAroundCommasAndBehindColonsDoNotMatter() {
    assertThat(parse("  id: 1 ,  deny  ,   status:403 "))
        .containsExactly(
            new Action("id", "1"), new Action("deny", ""), new Action("status", "403"));
  }

  @Test
  void namesAreInLowerCaseAndValuesAsWritten() {
    assertThat(parse("skipAfter:END-X,t:urlDecodeUni"))
        .containsExactly(new Action("skipafter", "END-X"), new Action("t", "urlDecodeUni"));
  }

  @Test
  void singleQuotesHoldAValueWithCommasTogether() {
    assertThat(parse("msg:'a, b: c',log"))
        .containsExactly(new Action("msg", "a, b: c"), new Action("log", ""));
  }

  @Test
  void anEscapedQuoteIsPartOfTheValueAndOtherBackslashesStay() {
    assertThat(parse("msg:'it\\'s \\d',log"))
        .containsExactly(new Action("msg", "it's \\d"), new Action("log", ""));
  }

  @Test
  void anEscapedBackslashEscapesNoQuote() {
    assertThat(parse("msg:'a\\\\',log"))
        .containsExactly(new Action("msg", "a\\"), new Action("log", ""));
  }

  @Test
  void aQuotedValueMayBeEmpty() {
    assertThat(parse("msg:'',tag:x"))
        .containsExactly(new Action("msg", ""), new Action("tag", "x"));
  }

  @Test
  void aPlainValueMayHaveColonsQuotesAndEqualsSigns() {
    assertThat(parse("ctl:ruleRemoveTargetById=1;ARGS:a,setvar:tx.a=it's"))
        .containsExactly(
            new Action("ctl", "ruleRemoveTargetById=1;ARGS:a"), new Action("setvar", "tx.a=it's"));
  }

  @Test
  void actionsMayRepeat() {
    assertThat(parse("t:none,t:none")).hasSize(2);
  }

  @Test
  void aCommaAtTheEndDoesNotMatter() {
    assertThat(parse("id:1,")).containsExactly(new Action("id", "1"));
    assertThat(parse("")).isEmpty();
  }

  @Test
  void whatIsNoListOfActionsIsAnError() {
    assertError("id:1,,deny", "an action without a name");
    assertError(",id:1", "an action without a name");
    assertError(":1", "an action without a name");
    assertError("msg:'a", "a ' is not closed");
    assertError("msg:'a\\'", "a ' is not closed");
    assertError("msg:'a'b", "a comma is missing behind the action msg");
  }

  private static void assertError(String text, String message) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(SecLangException.class)
        .hasMessage("rules.conf:7: " + message);
  }

  private static List<Action> parse(String text) {
    return Actions.parse(new Source("rules.conf", 7), text);
  }
}
