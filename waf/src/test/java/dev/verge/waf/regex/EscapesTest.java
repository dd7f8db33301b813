package dev.verge.waf.regex;

import static dev.verge.waf.regex.Expressions.allBut;
import static dev.verge.waf.regex.Expressions.bytes;
import static dev.verge.waf.regex.Expressions.matches;
import static dev.verge.waf.regex.Expressions.misses;
import static dev.verge.waf.regex.Expressions.range;

import org.junit.jupiter.api.Test;

class EscapesTest {
  private static final String DIGITS = "0123456789";
  private static final String WORD = DIGITS + range('A', 'Z') + "_" + range('a', 'z');
  private static final String SPACES = "\t\n\u000B\f\r ";
  private static final String HORIZONTAL = "\t \u00A0";
  private static final String VERTICAL = "\n\u000B\f\r\u0085";

  @Test
  void lettersStandForSetsOfBytesWithoutUnicode() {
    bytes("\\d", DIGITS);
    bytes("\\w", WORD);
    bytes("\\s", SPACES);
    bytes("\\h", HORIZONTAL);
    bytes("\\v", VERTICAL);
  }

  @Test
  void capitalLettersStandForAllOthers() {
    bytes("\\D", allBut(DIGITS));
    bytes("\\W", allBut(WORD));
    bytes("\\S", allBut(SPACES));
    bytes("\\H", allBut(HORIZONTAL));
    bytes("\\V", allBut(VERTICAL));
    bytes("\\N", allBut("\n"));
  }

  @Test
  void controlCharactersHaveNames() {
    bytes("\\n", "\n");
    bytes("\\r", "\r");
    bytes("\\t", "\t");
    bytes("\\f", "\f");
    bytes("\\e", "\u001B");
    bytes("\\a", "\u0007");
    bytes("\\cA", "\u0001");
    bytes("\\ca", "\u0001");
    bytes("\\c[", "\u001B");
  }

  @Test
  void bytesAreWrittenInHexadecimal() {
    bytes("\\x41", "A");
    bytes("\\xe9", "\u00E9");
    bytes("\\xFF", "\u00FF");
    bytes("\\x{41}", "A");
    bytes("\\x{e9}", "\u00E9");
    bytes("\\x{0000ff}", "\u00FF");
    matches("^\\x4g$", "\u0004g");
    matches("^\\x411$", "A1");
    bytes("\\x", "\0");
  }

  @Test
  void bytesAreWrittenInOctal() {
    bytes("\\0", "\0");
    bytes("\\012", "\n");
    matches("^\\0123$", "\n3");
    matches("^\\08$", "\0008");
    bytes("\\o{101}", "A");
    bytes("\\o{377}", "\u00FF");
    bytes("[\\101]", "A");
    bytes("[\\1]", "\u0001");
  }

  @Test
  void digitsAreOctalWhereThereAreNotSoManyGroups() {
    bytes("\\101", "A");
    bytes("\\377", "\u00FF");
    matches("^\\1011$", "A1");
    matches("^(a)\\12$", "a\n");
    matches("^" + "()".repeat(11) + "\\12$", "\n");
    misses("(?:a)\\11", "aa");
  }

  @Test
  void otherCharactersStandForThemselves() {
    for (char c : ".*+?()[]{}|^$\\/-'\"#%&,:;<=>@_`~! ".toCharArray()) {
      bytes("\\" + c, String.valueOf(c));
    }
    bytes("\\\u00E9", "\u00E9");
  }

  @Test
  void whatIsQuotedIsText() {
    matches("^\\Qa.b*[\\d\\E\\d$", "a.b*[\\d7");
    misses("^\\Qa.b\\E$", "axb");
    matches("\\Qa|b", "a|b");
    misses("\\Qa|b", "a", "b");
    matches("^a\\Q\\Eb$", "ab");
    matches("^a\\Eb$", "ab");
  }

  @Test
  void aRepeatBehindQuotedTextIsOfItsLastCharacter() {
    matches("^\\Qab\\E{2}$", "abb");
    misses("^\\Qab\\E{2}$", "abab", "ab", "ab{2}");
    matches("^a\\E{2}$", "aa");
    matches("^\\Q+\\E+$", "++");
  }
}
