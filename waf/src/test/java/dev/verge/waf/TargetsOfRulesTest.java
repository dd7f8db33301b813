package dev.verge.waf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TargetsOfRulesTest {
  private static final Request REQUEST = Request.get("/?a=1&a=2&B=3&ab=4");

  /** The values of targets, in the order in which a rule comes to them. */
  private static List<String> values(String targets) {
    String seen =
        REQUEST
            .through(
                "SecRule "
                    + targets
                    + " \"@unconditionalMatch\" \"id:1,phase:1,"
                    + "setvar:'tx.seen=%{tx.seen}%{MATCHED_VAR} '\"")
            .value("tx.seen");
    return seen.isEmpty() ? List.of() : List.of(seen.split(" "));
  }

  @Test
  void aCollectionIsAllItsValues() {
    assertThat(values("ARGS")).containsExactly("1", "2", "3", "4");
    assertThat(values("ARGS_NAMES")).containsExactly("a", "a", "B", "ab");
    assertThat(values("ARGS_POST")).isEmpty();
  }

  @Test
  void aNameIsThoseOfThatNameWithoutRegardToCase() {
    assertThat(values("ARGS:a")).containsExactly("1", "2");
    assertThat(values("ARGS:b")).containsExactly("3");
    assertThat(values("ARGS:AB")).containsExactly("4");
    assertThat(values("ARGS:none")).isEmpty();
  }

  @Test
  void anExpressionIsThoseWhoseNamesItMatchesWithoutRegardToCase() {
    assertThat(values("ARGS:/b/")).containsExactly("3", "4");
    assertThat(values("ARGS:/^B$/")).containsExactly("3");
    assertThat(values("\"ARGS:/^(?:b|ab)$/\"")).containsExactly("3", "4");
    assertThat(values("ARGS:/./")).hasSize(4);
  }

  @Test
  void targetsFollowEachOther() {
    assertThat(values("ARGS:b|REQUEST_METHOD|ARGS:a")).containsExactly("3", "GET", "1", "2");
  }

  @Test
  void exclusionsHoldWhereverTheyAreWritten() {
    assertThat(values("ARGS|!ARGS:a")).containsExactly("3", "4");
    assertThat(values("!ARGS:a|ARGS")).containsExactly("3", "4");
    assertThat(values("ARGS|!ARGS:A|!ARGS:b")).containsExactly("4");
    assertThat(values("ARGS|!ARGS:/^a/")).containsExactly("3");
    assertThat(values("ARGS:/a/|!ARGS:ab")).containsExactly("1", "2");
    assertThat(values("ARGS:a|!ARGS:a")).isEmpty();
    assertThat(values("ARGS|!ARGS")).isEmpty();
  }

  @Test
  void anExclusionIsForItsCollectionOnly() {
    assertThat(values("ARGS|ARGS_NAMES|!ARGS:/a/")).containsExactly("3", "a", "a", "B", "ab");
    assertThat(values("ARGS_GET|!ARGS:a")).hasSize(4);
  }

  @Test
  void anAmpersandCounts() {
    assertThat(values("&ARGS")).containsExactly("4");
    assertThat(values("&ARGS:a")).containsExactly("2");
    assertThat(values("&ARGS:A")).containsExactly("2");
    assertThat(values("&ARGS:/a/")).containsExactly("3");
    assertThat(values("&ARGS:none")).containsExactly("0");
    assertThat(values("&ARGS_POST|&ARGS")).containsExactly("0", "4");
    assertThat(values("&REQUEST_HEADERS:Host")).containsExactly("0");
    assertThat(values("&TX:none")).containsExactly("0");
  }

  @Test
  void aCountIsNamedAsItIsWritten() {
    assertThat(
            REQUEST
                .through(
                    "SecRule &ARGS:a \"@eq 2\" \"id:1,phase:1\"",
                    "SecRule &ARGS \"@eq 4\" \"id:2,phase:1\"")
                .transaction()
                .matches())
        .extracting(Match::variable)
        .containsExactly("&ARGS:a", "&ARGS");
  }

  @Test
  void aNegatedOperatorMatchesWhatItsOperatorDoesNot() {
    assertThat(
            REQUEST
                .through(
                    "SecRule ARGS:b \"!@streq 3\" \"id:1,phase:1\"",
                    "SecRule ARGS:b \"!@streq 4\" \"id:2,phase:1\"",
                    "SecRule ARGS \"!@rx ^[1-3]$\" \"id:3,phase:1\"",
                    "SecRule ARGS \"!^[1-4]$\" \"id:4,phase:1\"",
                    "SecRule ARGS \"!@pm 1 2 3 4\" \"id:5,phase:1\"")
                .ids())
        .containsExactly(2, 3);
  }

  @Test
  void whatIsNotThereMatchesNothingNegatedOrNot() {
    assertThat(
            REQUEST
                .through(
                    "SecRule ARGS:none \"@streq x\" \"id:1,phase:1\"",
                    "SecRule ARGS:none \"!@streq x\" \"id:2,phase:1\"",
                    "SecRule ARGS:none \"@unconditionalMatch\" \"id:3,phase:1\"")
                .ids())
        .isEmpty();
  }

  @Test
  void anEmptyValueIsThere() {
    assertThat(
            Request.get("/?a=")
                .through(
                    "SecRule ARGS:a \"@streq\" \"id:1,phase:1\"",
                    "SecRule ARGS:a \"!@streq x\" \"id:2,phase:1\"",
                    "SecRule ARGS:a \"^$\" \"id:3,phase:1\"",
                    "SecRule ARGS:a \"@rx .\" \"id:4,phase:1\"")
                .ids())
        .containsExactly(1, 2, 3);
  }

  @Test
  void namesDifferByLettersBeyondAscii() {
    assertThat(
            Request.get("/?%C9=1&%E9=2")
                .through(
                    "SecRule &ARGS:\u00C9 \"@eq 1\" \"id:1,phase:1,chain\"",
                    "SecRule ARGS:\u00E9 \"@streq 2\"")
                .ids())
        .containsExactly(1);
  }

  @Test
  void spacesMayFollowAnExpression() {
    assertThat(values("\"ARGS:/^b$/ |ARGS_NAMES:b\"")).containsExactly("3", "B");
  }
}
