package dev.verge.waf.transform;

/**
 * Decodes numeric character references, to the lower byte of their number, and the five named ones
 * that ModSecurity knows. Browsers take references without the semicolon, so it may be missing.
 */
final class HtmlEntities {
  private static final String[] NAMES = {"quot", "amp", "lt", "gt", "nbsp"};
  private static final String CHARACTERS = "\"&<>\u00A0";

  private HtmlEntities() {}

  static String decode(String value) {
    int i = value.indexOf('&');
    if (i < 0) {
      return value;
    }
    Output out = Output.beginning(value, i);
    while (i < value.length()) {
      char c = value.charAt(i);
      int end = c == '&' ? decodeReference(value, i + 1, out) : i;
      if (end > i) {
        i = end < value.length() && value.charAt(end) == ';' ? end + 1 : end;
      } else {
        out.add(c);
        i++;
      }
    }
    return out.orSame(value);
  }

  /** Where the reference ends whose ampersand stands before {@code i}; 0 when there is none. */
  private static int decodeReference(String value, int i, Output out) {
    if (i >= value.length() || value.charAt(i) != '#') {
      return decodeNamed(value, i, out);
    }
    boolean hexadecimal = i + 1 < value.length() && (value.charAt(i + 1) | 0x20) == 'x';
    int start = hexadecimal ? i + 2 : i + 1;
    int radix = hexadecimal ? 16 : 10;
    int end = start;
    long number = 0;
    while (end < value.length() && digit(value.charAt(end), radix) >= 0) {
      number = shifted(number, radix, digit(value.charAt(end), radix));
      end++;
    }
    if (end == start) {
      return 0;
    }
    out.add((int) number);
    return end;
  }

  /** One more digit; a number too large stays the largest there is, as in C. */
  private static long shifted(long number, int radix, int digit) {
    return number > (Long.MAX_VALUE - digit) / radix ? Long.MAX_VALUE : number * radix + digit;
  }

  private static int digit(char c, int radix) {
    return c < 0x80 ? Character.digit(c, radix) : -1;
  }

  private static int decodeNamed(String value, int start, Output out) {
    int end = start;
    while (end < value.length() && isAlphanumeric(value.charAt(end))) {
      end++;
    }
    for (int k = 0; k < NAMES.length; k++) {
      int length = NAMES[k].length();
      if (end - start == length && value.regionMatches(true, start, NAMES[k], 0, length)) {
        out.add(CHARACTERS.charAt(k));
        return end;
      }
    }
    return 0;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
