package dev.verge.waf.operator;

/** Checks of how a value is written. */
final class Encodings {
  private Encodings() {}

  /** Whether a percent sign is not followed by two hexadecimal digits. */
  static boolean hasBadUrlEncoding(String value) {
    for (int i = value.indexOf('%'); i >= 0; i = value.indexOf('%', i + 1)) {
      if (i + 2 >= value.length()
          || Character.digit(value.charAt(i + 1), 16) < 0
          || Character.digit(value.charAt(i + 2), 16) < 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether the bytes are not UTF-8 (RFC 3629): overlong forms and surrogates are not. */
  static boolean hasBadUtf8(String value) {
    int i = 0;
    while (i < value.length()) {
      int length = utf8Length(value, i);
      if (length == 0) {
        return true;
      }
      i += length;
    }
    return false;
  }

  private static int utf8Length(String s, int i) {
    int lead = s.charAt(i);
    if (lead < 0x80) {
      return 1;
    }
    int second = i + 1 < s.length() ? s.charAt(i + 1) : 0;
    int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    int length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (length == 0 || second < least || second > most) {
      return 0;
    }
    for (int k = 2; k < length; k++) {
      if (i + k >= s.length() || (s.charAt(i + k) & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /** Whether a word stands in a value by itself. */
  static boolean containsWord(String value, String word) {
    for (int i = value.indexOf(word); i >= 0; i = value.indexOf(word, i + 1)) {
      int end = i + word.length();
      if ((i == 0 || !isWord(value.charAt(i - 1)))
          && (end == value.length() || !isWord(value.charAt(end)))) {
        return true;
      }
      if (word.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWord(char c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || c == '_');
  }
}
