package dev.verge.waf.regex;

import static dev.verge.waf.regex.Expressions.matches;
import static dev.verge.waf.regex.Expressions.misses;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepeatsTest {
  @Test
  void atomsRepeat() {
    matches("^a*b$", "b", "ab", "aaab");
    matches("^a+b$", "ab", "aaab");
    misses("^a+b$", "b");
    matches("^a?b$", "b", "ab");
    misses("^a?b$", "aab");
    matches("^(?:ab)+$", "ab", "abab");
    misses("^(?:ab)+$", "", "aba");
    matches("^[ab]{2}$", "ab", "ba");
  }

  @Test
  void repeatsHaveBounds() {
    matches("^a{2}$", "aa");
    misses("^a{2}$", "a", "aaa");
    matches("^a{2,}$", "aa", "aaaaaa");
    misses("^a{2,}$", "a");
    matches("^a{1,3}$", "a", "aa", "aaa");
    misses("^a{1,3}$", "", "aaaa");
    matches("^a{0}b$", "b");
    misses("^a{0}b$", "ab");
    matches("^\\x{41}{2}$", "AA");
    matches("^a{1000}$", "a".repeat(1_000));
  }

  @Test
  void whatRepeatsMayBeEmpty() {
    matches("^(?:a*)*$", "", "aaa");
    matches("^(?:a?){3}b$", "b", "aab", "aaab");
    misses("^(?:a?){3}b$", "aaaab");
    matches("^(?:|a)+b$", "b", "aab");
    matches("^(?:\\b|x)*a", "xa", "a");
    matches("(?:^)*a", "a", "ba");
    matches("^(?:(?:)\\B\\W?){3}$", "..");
  }

  @Test
  void bracesThatAreNoBoundsAreText() {
    for (String text :
        new String[] {"{", "}", "a{", "a{}", "a{,3}", "a{2", "a{2,", "a{x}", "{2x}"}) {
      matches("^" + text + "$", text);
    }
    misses("^a{,3}$", "aaa", "");
    matches("^\\{\\{.*}}$", "{{7*7}}");
    matches("^a{1,2,3}$", "a{1,2,3}");
  }

  @Test
  void aRepeatTakesAsMuchAsItCanOrAsLittle() {
    assertThat(match("a+", "aaa")).isEqualTo("aaa");
    assertThat(match("a+?", "aaa")).isEqualTo("a");
    assertThat(match("a*?b", "aab")).isEqualTo("aab");
    assertThat(match("<.*>", "<a><b>")).isEqualTo("<a><b>");
    assertThat(match("<.*?>", "<a><b>")).isEqualTo("<a>");
    assertThat(match("a??", "a")).isEmpty();
    assertThat(match("a{2,3}", "aaaa")).isEqualTo("aaa");
    assertThat(match("a{2,3}?", "aaaa")).isEqualTo("aa");
    assertThat(match("a{2,}?", "aaaa")).isEqualTo("aa");
  }

  @Test
  void theFirstBranchThatLeadsToAMatchIsTaken() {
    assertThat(match("a|ab", "ab")).isEqualTo("a");
    assertThat(match("ab|a", "ab")).isEqualTo("ab");
    assertThat(match("(?:a|ab)c", "abc")).isEqualTo("abc");
  }

  @Test
  void branchesMayBeEmpty() {
    matches("^(?:a|)b$", "ab", "b");
    matches("^(?:|a)b$", "ab", "b");
    matches("^(?:a||b)$", "a", "", "b");
    misses("^(?:a||b)$", "c", "ab");
    matches("a|", "zzz", "");
    matches("()", "");
    matches("", "", "a");
    matches("|", "", "a");
  }

  @Test
  void branchesReachToTheGroupAround() {
    matches("^a|b$", "ax", "xb");
    misses("^a|b$", "xax");
    matches("^(?:a|b)$", "a", "b");
    misses("^(?:a|b)$", "ax", "xb");
    matches("x(a|b|cd)y", "xay", "xby", "xcdy");
    misses("x(a|b|cd)y", "xy", "xcy");
  }

  @Test
  void groupsCaptureInTheOrderOfTheirParentheses() {
    assertThat(groups("(a)(?:b)((c)d)", "xabcdx")).containsExactly("abcd", "a", "cd", "c");
    assertThat(groups("(?<first>a)(?P<second>b)", "ab")).containsExactly("ab", "a", "b");
    assertThat(groups("(a)|(b)", "b")).containsExactly("b", null, "b");
    assertThat(groups("(a*)b", "b")).containsExactly("b", "");
    assertThat(groups("(a|b)+", "abab")).containsExactly("abab", "b");
  }

  @Test
  void noMoreThanTenGroupsAreTold() {
    String twelve = "(.)".repeat(12);
    assertThat(groups(twelve, "abcdefghijkl"))
        .containsExactly("abcdefghijkl", "a", "b", "c", "d", "e", "f", "g", "h", "i");
  }

  @Test
  void withoutAMatchThereAreNoGroups() {
    assertThat(Regex.compile("(a)").groups("b")).isNull();
  }

  private static String match(String pattern, String value) {
    return String.valueOf(groups(pattern, value)[0]);
  }

  private static @Nullable String[] groups(String pattern, String value) {
    return Objects.requireNonNull(Regex.compile(pattern).groups(value));
  }
}
