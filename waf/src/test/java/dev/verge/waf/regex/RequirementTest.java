package dev.verge.waf.regex;

import static dev.verge.waf.regex.Expressions.lower;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.waf.regex.RandomExpressions.Expression;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequirementTest {
  @Test
  void everyMatchHasOneOfTheLiterals() {
    RandomExpressions random = new RandomExpressions(20260103);
    int useful = 0;
    for (int i = 0; i < 800; i++) {
      Expression expression = random.next();
      if (Requirement.anyOf(Pcre.parse(expression.pattern())).isEmpty()) {
        continue;
      }
      Regex regex = Regex.compile(expression.pattern());
      for (int k = 0; k < 6; k++) {
        String value = random.value(expression);
        if (regex.matches(value)) {
          useful++;
          assertThat(regex.required())
              .as("of %s, for '%s'", expression.pattern(), value)
              .anyMatch(lower(value)::contains);
        }
        assertThat(regex.matchesLowerCase(lower(value))).isEqualTo(regex.matches(lower(value)));
      }
    }
    assertThat(useful).isGreaterThan(800);
  }

  @Test
  void aLiteralIsRequiredInLowerCase() {
    assertThat(required("SELECT")).containsExactly("select");
    assertThat(required("(?i)Select")).containsExactly("select");
    assertThat(required("\u00C9t\u00E9")).containsExactly("\u00C9t\u00E9");
  }

  @Test
  void oneOfTheBranchesIsRequired() {
    assertThat(required("union|select|drop")).containsExactlyInAnyOrder("union", "select", "drop");
    assertThat(required("(?:union|drop) table")).containsExactlyInAnyOrder("union ta", "drop tab");
    assertThat(required("union|.")).isEmpty();
    assertThat(required("union|")).isEmpty();
  }

  @Test
  void ofSeveralTheLeastCommonIsRequired() {
    assertThat(required("e.*<script.*a")).containsExactly("<script");
    assertThat(required("\\w+\\s*\\(\\)")).containsExactly("()");
  }

  @Test
  void whatMayBeMissingIsNotRequired() {
    assertThat(required("(?:union)?")).isEmpty();
    assertThat(required("(?:union)*")).isEmpty();
    assertThat(required("(?:union)+")).containsExactly("union");
    assertThat(required("unions?")).containsExactly("union");
    assertThat(required("(?:ab){2,}")).containsExactly("abab");
    assertThat(required("(?:union){0,5}select")).containsExactly("select");
  }

  @Test
  void whatMayBeBetweenIsCutOff() {
    assertThat(required("a-*b")).containsExactlyInAnyOrder("ab", "a-");
    assertThat(required("x[-+]?y(?:!.+)?z"))
        .containsExactlyInAnyOrder("xyz", "xy!", "x-yz", "x-y!", "x+yz", "x+y!");
    assertThat(required("a\\s*union")).containsExactly("union");
  }

  /** Where beginnings are too many, they become fewer; what they stand for must not. */
  @Test
  void howeverManyBeginningsThereAreEachMatchHasOneOfTheLiterals() {
    assertNeeded("[a-c1_]select[0-9]{2}x", "aselect00x", "_SELECT99x", "cselect42x");
    assertNeeded(
        "[a-z]['\"]*[a-z]['\"]*\\(", "ab(", "a'b(", "q\"'\"z'\"(", "zz''(", "a\"b(", "Q'Z(");
    assertNeeded(
        "t['\"\\\\]*(?:\\$[a-z{]*)?i['\"\\\\]*(?:\\$[a-z{]*)?m['\"\\\\]*(?:\\$[a-z{]*)?e",
        "time",
        "t'i\"m\\\\e",
        "t$xi$ym$ze",
        "ti$m\\\\e",
        "t$i$m$e",
        "TIM\"E");
    assertNeeded(
        "(?:[0-9]a.*|[a-z]{2}!|\\w-\\w|(?:7z|bz|gz)['\"]?[\\s&),<>|])",
        "5a", "xy!", "_-q", "7z ", "gz'|", "bz\")");
    assertNeeded("(?:union|reunion|onion)s", "unions", "reunions", "onions");
  }

  private static void assertNeeded(String pattern, String... values) {
    Regex regex = Regex.compile("(?i)" + pattern);
    for (String value : values) {
      assertThat(regex.matches(value)).as("%s matches %s", pattern, value).isTrue();
      assertThat(regex.required()).as("of %s, for %s", pattern, value).isNotEmpty();
      assertThat(regex.required()).anyMatch(lower(value)::contains);
    }
  }

  @Test
  void aLiteralWithAnotherWithinIsNotLookedFor() {
    assertThat(required("union|reunion")).containsExactly("union");
  }

  @Test
  void placesRequireNothing() {
    assertThat(required("^\\bselect\\b$")).containsExactly("select");
    assertThat(required("^$")).isEmpty();
  }

  @Test
  void whatNearlyEveryValueHasIsNotWorthLookingFor() {
    assertThat(required("[a-z]")).isEmpty();
    assertThat(required("\\w+")).isEmpty();
    assertThat(required(".")).isEmpty();
    assertThat(required("")).isEmpty();
  }

  @Test
  void literalsAreNoLongerThanEightBytes() {
    assertThat(required("information_schema")).containsExactly("informat");
  }

  private static Set<String> required(String pattern) {
    return Regex.compile(pattern).required();
  }
}
