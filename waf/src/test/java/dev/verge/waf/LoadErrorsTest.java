package dev.verge.waf;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verge.waf.seclang.SecLangException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine does not know is an error when rules are loaded, with file and line. */
class LoadErrorsTest {
  private static void assertError(int line, String message, String... rules) {
    assertThatThrownBy(() -> Request.rules(rules))
        .isInstanceOf(SecLangException.class)
        .hasMessageStartingWith("t:" + line + ": " + message);
  }

  private static final String RULE = "SecRule ARGS \"@rx a\" \"id:1,%s\"";

  @Test
  void unknownDirectives() {
    assertError(2, "SecNope is not known", "SecAction \"id:1\"", "SecNope x");
    assertError(1, "IncludeOptional is not known", "IncludeOptional x.conf");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "SecRuleEngine Maybe ~ SecRuleEngine takes On, Off or DetectionOnly, not Maybe",
        "SecRuleEngine On Off ~ SecRuleEngine takes one value",
        "SecRuleEngine ~ SecRuleEngine takes one value",
        "SecRequestBodyAccess 1 ~ SecRequestBodyAccess takes on or off, not 1",
        "SecResponseBodyAccess x ~ SecResponseBodyAccess takes on or off, not x",
        "SecRequestBodyLimit many ~ SecRequestBodyLimit takes a number, not many",
        "SecRequestBodyLimit -1 ~ SecRequestBodyLimit takes a number, not -1",
        "SecRequestBodyLimit 99999999999 ~ SecRequestBodyLimit takes a number",
        "SecResponseBodyLimit x ~ SecResponseBodyLimit takes a number, not x",
        "SecRequestBodyLimitAction x ~ SecRequestBodyLimitAction takes reject or processpartial",
        "SecArgumentsLimit x ~ SecArgumentsLimit takes a number, not x",
        "SecRequestBodyJsonDepthLimit x ~ SecRequestBodyJsonDepthLimit takes a number, not x",
        "SecRequestBodyNoFilesLimit x ~ SecRequestBodyNoFilesLimit takes a number, not x",
        "SecArgumentSeparator ; ~ SecArgumentSeparator takes only &, not ;",
        "SecResponseBodyMimeType ~ SecResponseBodyMimeType takes types, not",
        "SecCookieFormat 1 ~ SecCookieFormat takes only 0, not 1",
      })
  void wrongSettings(String directive, String message) {
    assertError(2, message, "# a comment", directive);
  }

  @Test
  void unknownVariables() {
    assertError(1, "there is no variable NOPE", "SecRule NOPE \"@rx a\" \"id:1\"");
    assertError(1, "there is no variable NOPE", "SecRule ARGS|!NOPE:x \"@rx a\" \"id:1\"");
    assertError(1, "there is no variable GEO", "SecRule GEO:COUNTRY \"@rx a\" \"id:1\"");
    assertError(1, "XML:/a/b is not known", "SecRule XML:/a/b \"@rx a\" \"id:1\"");
    assertError(1, "there is no variable DURATION", "SecRule DURATION \"@gt 5\" \"id:1\"");
  }

  @Test
  void wrongExpressionsThatSelect() {
    assertError(1, "'(?=' cannot be matched", "SecRule ARGS:/(?=x)/ \"@rx a\" \"id:1\"");
    assertError(1, "'(?=' cannot be matched", "SecRule !ARGS:/(?=x)/ \"@rx a\" \"id:1\"");
    assertError(1, "a separator is missing", "SecRule ARGS:/a/b \"@rx a\" \"id:1\"");
  }

  @Test
  void unknownVariablesInMacros() {
    assertError(1, "there is no variable %{nope.x}", RULE.formatted("msg:'%{nope.x}'"));
    assertError(1, "there is no variable %{nope}", RULE.formatted("logdata:'%{nope}'"));
    assertError(1, "there is no variable %{nope}", RULE.formatted("redirect:'%{nope}'"));
    assertError(1, "there is no variable %{nope.x}", RULE.formatted("setvar:tx.a=%{nope.x}"));
    assertError(1, "there is no variable %{nope.x}", RULE.formatted("setvar:tx.%{nope.x}=1"));
    assertError(1, "there is no variable %{}", "SecRule ARGS \"@streq %{}\" \"id:1\"");
  }

  @Test
  void unknownOperatorsAndWrongArguments() {
    assertError(1, "there is no operator @nope", "SecRule ARGS \"@nope a\" \"id:1\"");
    assertError(1, "there is no operator @nope", "SecRule ARGS \"!@nope\" \"id:1\"");
    assertError(1, "a '(' without its ')'", "SecRule ARGS \"@rx (\" \"id:1\"");
    assertError(1, "'(?=' cannot be matched", "SecRule ARGS \"(?=a)\" \"id:1\"");
    assertError(1, "'1-999' are no ranges", "SecRule ARGS \"@validateByteRange 1-999\" \"id:1\"");
    assertError(1, "'nope' is no address", "SecRule ARGS \"@ipMatch nope\" \"id:1\"");
    assertError(1, "@pm without a phrase", "SecRule ARGS \"@pm\" \"id:1\"");
    assertError(
        1, "a file cannot be read: nope.data", "SecRule ARGS \"@pmFromFile nope.data\" \"id:1\"");
  }

  @Test
  void argumentsThatMustNotDependOnTheRequest() {
    assertError(1, "@rx takes no argument that depends", "SecRule ARGS \"@rx ^%{tx.a}$\" \"id:1\"");
    assertError(1, "@pm takes no argument that depends", "SecRule ARGS \"@pm %{tx.a}\" \"id:1\"");
  }

  @Test
  void anErrorInALinkNamesTheLineOfTheLink() {
    assertError(
        3,
        "there is no operator @nope",
        "SecRule ARGS \"@rx a\" \\",
        "  \"id:1,chain\"",
        "SecRule ARGS \"@nope\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "nope ~ there is no action nope",
        "exec:/bin/true ~ there is no action exec",
        "t:nope ~ there is no transformation t:nope",
        "phase:0 ~ there is no phase 0",
        "phase:6 ~ there is no phase 6",
        "phase:first ~ 'first' is no number",
        "severity:LOUD ~ 'LOUD' is no number",
        "severity:8 ~ '8' is not from 0 to 7",
        "status:42 ~ '42' is not from 100 to 599",
        "skip:-1 ~ '-1' is not from 0",
        "deny:403 ~ deny takes no value",
        "redirect ~ redirect has no address",
        "redirect:'' ~ redirect has no address",
        "status:no ~ 'no' is no number",
        "skip:x ~ 'x' is no number",
        "id:x ~ 'x' is no number",
        "id ~ '' is no number",
        "allow:me ~ allow:me is not known",
        "setvar:x=1 ~ setvar:x=1 is no variable",
        "setvar:args.a=1 ~ setvar:args.a=1 is no variable",
        "setvar:nope.a=1 ~ setvar:nope.a=1 is no variable",
        "skipAfter:NOPE ~ there is no marker NOPE",
      })
  void unknownActionsAndWrongValues(String action, String message) {
    assertError(1, message, RULE.formatted(action));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "nope=1 ~ ctl:nope=1 is not known",
        "ruleEngine ~ ctl:ruleEngine has no value",
        "ruleEngine=Maybe ~ ctl:ruleEngine=Maybe is not known",
        "ruleRemoveById=x ~ 'x' is no id",
        "ruleRemoveById=1-x ~ '1-x' is no id",
        "ruleRemoveTargetById=1 ~ ctl: '1' names no target",
        "ruleRemoveTargetById=1;NOPE ~ there is no variable NOPE",
        "ruleRemoveTargetById=x;ARGS ~ 'x' is no id",
        "ruleRemoveTargetByTag=x;ARGS:/a ~ a / is not closed",
        "ruleRemoveTargetByTag=x;ARGS:/(?=a)/ ~ '(?=' cannot be matched",
        "ruleRemoveTargetById=1;XML:/foo ~ XML:/foo is not known",
        "ruleRemoveTargetById=1;ARGS:a|ARGS:b ~ ctl: '1;ARGS:a|ARGS:b' must name one target",
        "ruleRemoveTargetById=1;!ARGS:a ~ ctl: '1;!ARGS:a' must name one target",
        "ruleRemoveById=9-1 ~ '9-1' goes backwards",
        "ruleRemoveByTag=^attack ~ tags are compared as a whole, and '^attack' looks like",
        "requestBodyProcessor=JSN ~ ctl:requestBodyProcessor=JSN is not known",
        "requestBodyAccess=foo ~ ctl:requestBodyAccess=foo is not known",
        "auditEngine=foo ~ ctl:auditEngine=foo is not known",
      })
  void unknownControls(String ctl, String message) {
    assertError(1, message, RULE.formatted("ctl:" + ctl));
  }

  @Test
  void idsThatAreTaken() {
    assertError(
        3,
        "id 1 is taken by the rule at t:1",
        "SecAction \"id:1,phase:1\"",
        "SecAction \"id:2,phase:1\"",
        "SecAction \"id:1,phase:2\"");
  }

  @Test
  void chainsThatDoNotGoOn() {
    assertError(1, "the chain does not go on", "SecRule ARGS \"@rx a\" \"id:1,chain\"");
    assertError(
        2,
        "the chain does not go on",
        "SecRule ARGS \"@rx a\" \"id:1,chain\"",
        "SecRule ARGS \"@rx a\" \"chain\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id:2",
        "phase:1",
        "deny",
        "pass",
        "block",
        "redirect:'/x'",
        "status:400",
        "skip:1",
        "skipAfter:X",
        "msg:'m'",
        "logdata:'d'",
        "severity:2",
        "tag:'t'",
        "nolog",
        "ver:'1'"
      })
  void whatIsForTheChainInAnotherLink(String action) {
    String name = action.replaceFirst(":.*", "").toLowerCase(Locale.ROOT);
    assertError(
        2,
        name + " belongs to the first rule of a chain",
        "SecRule ARGS \"@rx a\" \"id:1,chain\"",
        "SecRule ARGS \"@rx a\" \"t:none," + action + "\"");
  }

  @Test
  void defaultsThatAreForOneRule() {
    assertError(1, "id is for one rule", "SecDefaultAction \"phase:1,pass,id:1\"");
    assertError(1, "chain is for one rule", "SecDefaultAction \"phase:1,pass,chain\"");
  }

  @Test
  void anErrorInADefaultNamesTheLineOfTheDefault() {
    String rule = "SecAction \"id:1,phase:1\"";
    assertError(1, "there is no transformation", "SecDefaultAction \"phase:1,t:nope\"", rule);
    assertError(1, "there is no variable", "SecDefaultAction \"setvar:tx.a=%{nope}\"", rule);
  }

  @Test
  void anErrorInAnUpdateNamesTheLineOfTheUpdate() {
    String rule = "SecRule ARGS \"@rx a\" \"id:1\"";
    assertError(2, "there is no variable", rule, "SecRuleUpdateActionById 1 \"msg:'%{nope}'\"");
    assertError(2, "there is no transformation", rule, "SecRuleUpdateActionById 1 \"t:nope\"");
    assertError(2, "there is no variable NOPE", rule, "SecRuleUpdateTargetById 1 !NOPE");
    assertError(2, "there is no variable NOPE", rule, "SecRuleUpdateTargetById 2 !NOPE");
    assertError(2, "there is no transformation", rule, "SecRuleUpdateActionById 2 \"t:nope\"");
    assertError(2, "XML:/a is not known", rule, "SecRuleUpdateTargetById 1 !XML:/a");
    assertError(2, "'(?=' cannot be", rule, "SecRuleUpdateTargetById 1 \"!ARGS:/(?=a)/\"");
  }

  @Test
  void updatesOfWhatARuleIs() {
    for (String action : List.of("id:2", "phase:1", "chain")) {
      assertError(
          2,
          action.replaceFirst(":.*", "") + " of a rule cannot be updated",
          "SecAction \"id:1\"",
          "SecRuleUpdateActionById 1 \"" + action + "\"");
    }
  }

  @Test
  void removalsOfNothing() {
    assertError(1, "SecRuleRemoveById does not say which rules", "SecRuleRemoveById");
    assertError(1, "SecRuleRemoveByTag does not say which rules", "SecRuleRemoveByTag");
    assertError(1, "'abc' is no id", "SecRuleRemoveById abc");
    assertError(1, "'' is no id", "SecRuleRemoveById \"\"");
    assertError(1, "tags are compared as a whole", "SecRuleRemoveByTag \"attack-.*\"");
  }

  @Test
  void updatesOfWhatIsNoId() {
    String rule = "SecAction \"id:1\"";
    assertError(2, "'x' is no id", rule, "SecRuleRemoveById x");
    assertError(2, "'x' is no id", rule, "SecRuleUpdateTargetById x ARGS");
    assertError(2, "'1:2' is no id", rule, "SecRuleUpdateActionById 1:2 pass");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SecAuditLog /var/log/x", "SecDebugLogLevel 0", "SecTmpDir /tmp"})
  void whatHasNoMeaningHereIsNoError(String directive) {
    Request.rules(directive);
  }
}
