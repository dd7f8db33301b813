package dev.verge.waf.regex;

import static dev.verge.waf.regex.Expressions.allBut;
import static dev.verge.waf.regex.Expressions.bytes;
import static dev.verge.waf.regex.Expressions.matches;
import static dev.verge.waf.regex.Expressions.misses;
import static dev.verge.waf.regex.Expressions.range;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlagsTest {
  @Test
  void caseCountsUnlessItIsIgnored() {
    misses("select", "SELECT");
    matches("(?i)select", "SELECT", "select", "SeLeCt");
    matches("(?i)\\x41", "a", "A");
    matches("(?i)\\Qab\\E", "AB");
  }

  @Test
  void caseIsIgnoredInAsciiOnly() {
    bytes("(?i)\u00E9", "\u00E9");
    bytes("(?i)k", "Kk");
    bytes("(?i)s", "Ss");
    misses("(?i)\u00C9", "\u00E9");
  }

  @Test
  void aFlagReachesToTheEndOfItsGroup() {
    matches("^(?:a(?i)b)c$", "abc", "aBc");
    misses("^(?:a(?i)b)c$", "Abc", "abC");
    matches("^(?i:a)b$", "ab", "Ab");
    misses("^(?i:a)b$", "aB");
  }

  @Test
  void aFlagInTheMiddleCountsForTheBranchesThatFollow() {
    matches("^(?:a(?i)b|c)$", "ab", "aB", "c", "C");
    misses("^(?:a(?i)b|c)$", "Ab");
    matches("^(?:(?i)a|b)$", "A", "B");
  }

  @Test
  void flagsAreTurnedOff() {
    matches("^(?i)a(?-i)b$", "Ab");
    misses("^(?i)a(?-i)b$", "AB");
    matches("^(?i)a(?-i:b)c$", "AbC");
    misses("^(?i)a(?-i:b)c$", "ABC");
    matches("^(?is-m)a.$", "A\n");
  }

  @Test
  void severalFlagsGoTogether() {
    matches("^(?ix) a b # c$", "AB");
    matches("(?i-s:a.)b", "Axb");
    misses("(?i-s:a.)b", "A\nb", "AxB");
    matches("(?)a", "a");
  }

  @Test
  void aDotIsEveryByteUnlessItIsToldNotToBe() {
    bytes(".", range(0, 0xFF));
    bytes("(?s).", range(0, 0xFF));
    bytes("(?-s).", allBut("\n"));
    bytes("(?s-s:.)", allBut("\n"));
    matches("a.*b", "a\n\r\0\u0085\u00FFb");
  }

  @Test
  void aCaretIsTheStartAndADollarTheVeryEnd() {
    matches("^a", "a", "ab");
    misses("^a", "ba", "\na");
    matches("a$", "a", "ba");
    misses("a$", "a\n", "a\nb", "a\r", "ab");
    matches("^$", "");
    misses("^$", "\n");
  }

  @Test
  void inMultilineModeTheyAreTheEndsOfLines() {
    matches("(?m)^b", "b", "a\nb");
    misses("(?m)^b", "ab");
    matches("(?m)a$", "a", "a\n", "a\nb");
    misses("(?m)a$", "ab");
    matches("(?m:^)b", "a\nb");
    misses("(?m:^)a^b", "a\nb");
    matches("(?m)\\Aa", "a");
    misses("(?m)\\Ab", "a\nb");
    misses("(?m)a\\z", "a\nb");
    matches("(?m)^$", "", "a\n\nb");
    misses("(?m)^$", "a", "a\nb");
  }

  @Test
  void onlyLineFeedsEndLines() {
    misses("(?m)^b", "a\rb", "a\u0085b");
    misses("(?m)a$", "a\rb", "a\u0085b");
    misses("a\\Z", "a\r", "a\r\n", "a\u0085");
  }

  @Test
  void letterEscapesAreTheEndsOfTheText() {
    matches("\\Aa\\z", "a");
    misses("\\Aa", "\na");
    misses("a\\z", "a\n");
    matches("a\\Z", "a", "a\n");
    misses("a\\Z", "a\n\n", "a\nb");
  }

  @Test
  void theEndBeforeTheLastLineFeedLeavesItThere() {
    assertThat(Regex.compile("a\\Z").groups("a\n")).containsExactly("a");
    matches("^a\\Z\\n$", "a\n");
  }

  @Test
  void flagsForAnEmptyGroupEndWithIt() {
    misses("(?i:)a", "A");
    misses("(?s-s:)(?i:)ab", "AB");
    matches("^(?i:)a$", "a");
  }

  @Test
  void wordsEndAtBytesThatAreNoAsciiLetters() {
    matches("\\bor\\b", "or", "a or b", "1=1-or-", "\u00E9or\u00E9");
    misses("\\bor\\b", "for", "order", "_or", "or1");
    matches("\\Bor", "for");
    misses("\\Bor", "or", " or", "\u00E9or");
  }

  @Test
  void inExtendedModeSpacesAndCommentsSayNothing() {
    matches("(?x) ^ a b\tc\n # comment ( with [ what ever\n d $", "abcd");
    matches("(?x)^a\\ b[ ]c\\#$", "a b c#");
    matches("(?x: a b ) c", "ab c");
    misses("(?x: a b ) c", "abc");
    matches("(?x)^a {2} + $", "aa", "aaaa");
    matches("a #b", "a #b");
  }

  @Test
  void commentsInParenthesesSayNothing() {
    matches("^a(?#whatever [ is here|)b$", "ab");
    matches("^a(?#two of them){2}$", "aa");
  }
}
