package dev.verge.waf.regex;

import static dev.verge.waf.regex.Expressions.allBut;
import static dev.verge.waf.regex.Expressions.bytes;
import static dev.verge.waf.regex.Expressions.range;

import org.junit.jupiter.api.Test;

class ClassesTest {
  private static final String LOWER = range('a', 'z');
  private static final String UPPER = range('A', 'Z');
  private static final String DIGITS = range('0', '9');

  @Test
  void bracketsHoldBytesAndRanges() {
    bytes("[cab]", "abc");
    bytes("[a-cx-z]", "abcxyz");
    bytes("[a-a]", "a");
    bytes("[\\x80-\\xff]", range(0x80, 0xFF));
    bytes("[\u00C0-\u00C3]", "\u00C0\u00C1\u00C2\u00C3");
    bytes("[\\x00-\\x{1f}]", range(0, 0x1F));
    bytes("[+--]", "+,-");
  }

  @Test
  void aCaretInFrontMeansAllOthers() {
    bytes("[^abc]", allBut("abc"));
    bytes("[^\\x00-\\x7f]", range(0x80, 0xFF));
    bytes("[a^]", "^a");
    bytes("[^^]", allBut("^"));
  }

  @Test
  void aClosingBracketInFrontIsItself() {
    bytes("[]a]", "]a");
    bytes("[^]a]", allBut("]a"));
    bytes("[\\]a]", "]a");
  }

  @Test
  void aHyphenAtAnEndOrBesideASetIsItself() {
    bytes("[-a]", "-a");
    bytes("[a-]", "-a");
    bytes("[a\\-z]", "-az");
    bytes("[\\d-z]", "-" + DIGITS + "z");
    bytes("[a-\\d]", "-" + DIGITS + "a");
    bytes("[[:digit:]-z]", "-" + DIGITS + "z");
  }

  @Test
  void specialCharactersAreThemselvesInBrackets() {
    bytes("[.*+?(){}|$[]", "$()*+.?[{|}");
    bytes("[\\\\]", "\\");
    bytes("[[.]", ".[");
    bytes("[[=a]", "=[a");
    bytes("[#\\s]", "\t\n\u000B\f\r #");
  }

  @Test
  void escapesWorkInBrackets() {
    bytes("[\\d_]", DIGITS + "_");
    bytes("[\\D\\d]", range(0, 0xFF));
    bytes("[^\\D]", DIGITS);
    bytes("[\\n\\t]", "\t\n");
    bytes("[\\b]", "\b");
    bytes("[\\x41\\x{42}]", "AB");
    bytes("[\\w\\-.]", "-." + DIGITS + UPPER + "_" + LOWER);
  }

  @Test
  void posixClassesAreAscii() {
    bytes("[[:alpha:]]", UPPER + LOWER);
    bytes("[[:digit:]]", DIGITS);
    bytes("[[:alnum:]]", DIGITS + UPPER + LOWER);
    bytes("[[:upper:]]", UPPER);
    bytes("[[:lower:]]", LOWER);
    bytes("[[:word:]]", DIGITS + UPPER + "_" + LOWER);
    bytes("[[:space:]]", "\t\n\u000B\f\r ");
    bytes("[[:blank:]]", "\t ");
    bytes("[[:cntrl:]]", range(0, 0x1F) + "\u007F");
    bytes("[[:graph:]]", range(0x21, 0x7E));
    bytes("[[:print:]]", range(0x20, 0x7E));
    bytes("[[:punct:]]", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");
    bytes("[[:xdigit:]]", DIGITS + "ABCDEFabcdef");
    bytes("[[:ascii:]]", range(0, 0x7F));
  }

  @Test
  void posixClassesStandAmongOthersAndMayBeNegated() {
    bytes("[_[:digit:][:blank:]]", "\t " + DIGITS + "_");
    bytes("[[:^digit:]]", allBut(DIGITS));
    bytes("[^[:alpha:][:digit:]]", allBut(DIGITS + UPPER + LOWER));
  }

  @Test
  void caseIsIgnoredBeforeAClassIsNegated() {
    bytes("(?i)[a-c]", "ABCabc");
    bytes("(?i)[^a-c]", allBut("ABCabc"));
    bytes("(?i)[[:upper:]]", UPPER + LOWER);
    bytes("(?i)[\u00E0\u00C9]", "\u00C9\u00E0");
  }
}
