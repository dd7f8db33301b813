package dev.verge.waf.regex;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "a(?=b), 4",
        "a(?!b), 4",
        "a(?<=b), 4",
        "a(?<!b), 4",
        "a(?>b), 4",
        "a*+, 3",
        "a++, 3",
        "a?+, 3",
        "~a{1,2}+~, 7",
        "(a)\\1, 4",
        "(?<n>a)\\k<n>, 9",
        "(a)\\g1, 5",
        "(a)(?1), 6",
        "(a)(?R), 6",
        "(a)(?(1)b), 6",
        "(?<n>a)(?P=n), 10",
      })
  void whatCannotBeMatchedInLinearTimeIsRefusedAtItsPlace(String pattern, int place) {
    assertThatThrownBy(() -> Regex.compile(pattern))
        .isInstanceOf(RegexException.class)
        .hasMessageEndingWith(", at %d in %s".formatted(place, pattern));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\R",
        "\\X",
        "\\K",
        "\\G",
        "\\C",
        "\\pL",
        "\\p{L}",
        "\\P{L}",
        "\\y",
        "\\j",
        "(*ACCEPT)",
        "(*UTF8)a",
        "(?|a)",
        "(?&n)",
        "(?U)a",
        "(?C1)",
        "[[:nope:]]",
        "[[:alpha]",
        "[\\y]",
        "[[.a.]]",
        "[[.space.]b]",
        "[[=a=]]",
        "\\8",
        "\\800",
        "(a)\\9",
      })
  void whatIsNotKnownIsRefused(String pattern) {
    assertRefused(pattern);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        ")",
        "a)",
        "(a",
        "((a)",
        "(?",
        "(?i",
        "(?:a",
        "(?#a",
        "(?<n",
        "(?<n>a",
        "[",
        "[a",
        "[]",
        "[^]",
        "[a-",
        "[b-a]",
        "[\\d",
        "*",
        "+a",
        "?",
        "a|*",
        "(*a)",
        "\\",
        "a\\",
        "\\x{",
        "\\x{100}",
        "\\x{g}",
        "\\x{}",
        "\\o{400}",
        "\\o{8}",
        "\\o1",
        "\\c",
        "\\c\u00FF",
        "\\c\u00B5",
        "\\c\n",
        "\\400",
        "a{2,1}",
        "a{1001}",
        "a{0,1001}",
      })
  void whatIsWrongIsRefused(String pattern) {
    assertRefused(pattern);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0100", "[\u20AC]", "a\uD83D\uDE00"})
  void charactersThatAreNoBytesAreRefused(String pattern) {
    assertRefused(pattern);
  }

  @ParameterizedTest
  @ValueSource(ints = {251, 10_000, 1_000_000})
  void deepNestingIsRefused(int depth) {
    assertThatThrownBy(() -> Regex.compile("(".repeat(depth) + ")".repeat(depth)))
        .isInstanceOf(RegexException.class)
        .hasMessageStartingWith("groups are nested too deeply");
  }

  private static void assertRefused(String pattern) {
    assertThatThrownBy(() -> Regex.compile(pattern))
        .isInstanceOf(RegexException.class)
        .hasMessageEndingWith(" in " + pattern);
  }
}
