package dev.verge.waf.regex;

import static org.assertj.core.api.Assertions.assertThat;

/** What the tests of this package share. */
final class Expressions {
  private Expressions() {}

  static void matches(String pattern, String... values) {
    Regex regex = Regex.compile(pattern);
    for (String value : values) {
      assertThat(regex.matches(value)).as("%s matches '%s'", pattern, value).isTrue();
    }
  }

  static void misses(String pattern, String... values) {
    Regex regex = Regex.compile(pattern);
    for (String value : values) {
      assertThat(regex.matches(value)).as("%s matches '%s'", pattern, value).isFalse();
    }
  }

  /** Exactly these bytes, alone. */
  static void bytes(String pattern, String bytes) {
    Regex regex = Regex.compile("^" + pattern + "$");
    StringBuilder matched = new StringBuilder();
    for (char b = 0; b <= 0xFF; b++) {
      if (regex.matches(String.valueOf(b))) {
        matched.append(b);
      }
    }
    assertThat(matched).as(pattern).hasToString(bytes);
  }

  /** All bytes but some. */
  static String allBut(String bytes) {
    StringBuilder others = new StringBuilder();
    for (char b = 0; b <= 0xFF; b++) {
      if (bytes.indexOf(b) < 0) {
        others.append(b);
      }
    }
    return others.toString();
  }

  /** The bytes from one to another. */
  static String range(int first, int last) {
    StringBuilder bytes = new StringBuilder();
    for (int b = first; b <= last; b++) {
      bytes.append((char) b);
    }
    return bytes.toString();
  }

  /** A text with its ASCII letters in lower case. */
  static String lower(String text) {
    StringBuilder lower = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      lower.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
    }
    return lower.toString();
  }
}
