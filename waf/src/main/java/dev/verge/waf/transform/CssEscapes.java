package dev.verge.waf.transform;

/**
 * Decodes CSS escapes: a backslash and one to six hexadecimal digits, of which the last two decide;
 * one whitespace after them belongs to them. A backslash before a line feed goes with it, before
 * anything else and at the end alone.
 */
final class CssEscapes {
  private CssEscapes() {}

  static String decode(String value) {
    return Backslashes.decode(value, CssEscapes::decodeEscape);
  }

  private static int decodeEscape(String value, int i, Output out) {
    int digits = Bytes.hexDigits(value, i, 6);
    if (digits > 0) {
      out.add(Bytes.narrowed(Bytes.hexNumber(value, i, digits)));
      int end = i + digits;
      return end < value.length() && Bytes.isSpace(value.charAt(end)) ? end + 1 : end;
    }
    if (i < value.length() && value.charAt(i) != '\n') {
      out.add(value.charAt(i));
    }
    return i + 1;
  }
}
