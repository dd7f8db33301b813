package dev.verge.waf.seclang;

import static dev.verge.waf.seclang.Texts.line;
import static dev.verge.waf.seclang.Texts.one;
import static dev.verge.waf.seclang.Texts.read;
import static dev.verge.waf.seclang.Texts.setting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verge.waf.seclang.Directive.Action;
import dev.verge.waf.seclang.Directive.By;
import dev.verge.waf.seclang.Directive.Operator;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectivesTest {
  private static final Target ARGS = new Target(false, false, "ARGS", null);

  @Test
  void secRuleHasTargetsAnOperatorAndActions() {
    assertThat(one("SecRule ARGS \"@contains x y\" \"id:1,deny\""))
        .isEqualTo(
            new Directive.Rule(
                line(1),
                List.of(ARGS),
                new Operator(false, "contains", "x y"),
                List.of(new Action("id", "1"), new Action("deny", ""))));
  }

  @Test
  void secRuleMayHaveNoActions() {
    assertThat(one("SecRule ARGS x"))
        .isEqualTo(
            new Directive.Rule(line(1), List.of(ARGS), new Operator(false, "rx", "x"), List.of()));
  }

  @Test
  void anOperatorWithoutANameIsAnExpression() {
    assertThat(operator("a b")).isEqualTo(new Operator(false, "rx", "a b"));
    assertThat(operator("!a")).isEqualTo(new Operator(true, "rx", "a"));
    assertThat(operator("a@b")).isEqualTo(new Operator(false, "rx", "a@b"));
    assertThat(operator("")).isEqualTo(new Operator(false, "rx", ""));
  }

  @Test
  void anOperatorMayBeNegatedAndHaveNoArgument() {
    assertThat(operator("!@streq a")).isEqualTo(new Operator(true, "streq", "a"));
    assertThat(operator("! @streq a")).isEqualTo(new Operator(true, "streq", "a"));
    assertThat(operator("@detectSQLi")).isEqualTo(new Operator(false, "detectSQLi", ""));
    assertThat(operator("@within  a b ")).isEqualTo(new Operator(false, "within", "a b "));
  }

  private static Operator operator(String text) {
    return ((Directive.Rule) one("SecRule ARGS \"" + text + "\"")).operator();
  }

  @Test
  void secActionHasActionsOnly() {
    assertThat(one("SecAction \"id:1\""))
        .isEqualTo(new Directive.Always(line(1), List.of(new Action("id", "1"))));
  }

  @Test
  void secMarkerHasAName() {
    assertThat(one("SecMarker \"END-OF-ALL\""))
        .isEqualTo(new Directive.Marker(line(1), "END-OF-ALL"));
    assertThat(one("SecMarker END")).isEqualTo(new Directive.Marker(line(1), "END"));
  }

  @Test
  void secDefaultActionHasActions() {
    assertThat(one("SecDefaultAction \"phase:1,pass\""))
        .isEqualTo(
            new Directive.Defaults(
                line(1), List.of(new Action("phase", "1"), new Action("pass", ""))));
  }

  @Test
  void targetsAreUpdatedByIdTagAndMessage() {
    List<Target> without = List.of(new Target(true, false, "ARGS", new Target.Selector.Name("x")));
    assertThat(
            read(
                "SecRuleUpdateTargetById 1-9 !ARGS:x",
                "SecRuleUpdateTargetByTag attack-sqli \"!ARGS:x\"",
                "SecRuleUpdateTargetByMsg \"Some text\" '!ARGS:x'"))
        .containsExactly(
            new Directive.UpdateTarget(line(1), By.ID, "1-9", without),
            new Directive.UpdateTarget(line(2), By.TAG, "attack-sqli", without),
            new Directive.UpdateTarget(line(3), By.MSG, "Some text", without));
  }

  @Test
  void updatedTargetsMayBeSeparatedByCommas() {
    Directive.UpdateTarget update =
        (Directive.UpdateTarget) one("SecRuleUpdateTargetById 1 \"!ARGS:x,ARGS_NAMES\"");
    assertThat(update.targets())
        .extracting(Target::toString)
        .containsExactly("!ARGS:x", "ARGS_NAMES");
  }

  @Test
  void actionsAreUpdatedById() {
    assertThat(one("SecRuleUpdateActionById 1 \"pass\""))
        .isEqualTo(new Directive.UpdateAction(line(1), "1", List.of(new Action("pass", ""))));
  }

  @Test
  void rulesAreRemovedByIdTagAndMessage() {
    assertThat(
            read(
                "SecRuleRemoveById 1 \"5-9\" 12",
                "SecRuleRemoveByTag attack-sqli",
                "SecRuleRemoveByMsg \"Some text\""))
        .containsExactly(
            new Directive.Remove(line(1), By.ID, List.of("1", "5-9", "12")),
            new Directive.Remove(line(2), By.TAG, List.of("attack-sqli")),
            new Directive.Remove(line(3), By.MSG, List.of("Some text")));
  }

  @Test
  void everythingElseIsASetting() {
    assertThat(read("SecRuleEngine On", "SecResponseBodyMimeType text/html text/plain", "Nope"))
        .containsExactly(
            setting(1, "SecRuleEngine", "On"),
            setting(2, "SecResponseBodyMimeType", "text/html", "text/plain"),
            setting(3, "Nope"));
  }

  @Test
  void directivesAreNamedWithoutRegardToCase() {
    assertThat(one("secMARKER x")).isEqualTo(new Directive.Marker(line(1), "x"));
    assertThat(one("SECRULE ARGS x")).isInstanceOf(Directive.Rule.class);
  }

  @Test
  void theWrongNumberOfArgumentsIsAnError() {
    assertError("SecRule ARGS", "SecRule takes 2 to 3 arguments, not 1");
    assertError("SecRule ARGS a b c", "SecRule takes 2 to 3 arguments, not 4");
    assertError("SecAction", "SecAction takes 1 arguments, not 0");
    assertError("SecMarker a b", "SecMarker takes 1 arguments, not 2");
    assertError("SecDefaultAction", "SecDefaultAction takes 1 arguments, not 0");
    assertError("SecRuleUpdateTargetById 1", "SecRuleUpdateTarget takes 2 arguments, not 1");
    assertError("SecRuleUpdateActionById 1", "SecRuleUpdateActionById takes 2 arguments, not 1");
    assertError("Include", "Include takes 1 arguments, not 0");
  }

  private static void assertError(String line, String message) {
    assertThatThrownBy(() -> read("# a comment", line))
        .isInstanceOf(SecLangException.class)
        .hasMessage("t:2: " + message);
  }
}
