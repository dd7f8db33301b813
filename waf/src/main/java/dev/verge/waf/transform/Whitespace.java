package dev.verge.waf.transform;

/** Less whitespace. */
final class Whitespace {
  private static final char NO_BREAK_SPACE = 0xA0;

  private Whitespace() {}

  static String trim(String value) {
    return trimLeft(trimRight(value));
  }

  static String trimLeft(String value) {
    int start = 0;
    while (start < value.length() && Bytes.isSpace(value.charAt(start))) {
      start++;
    }
    return value.substring(start);
  }

  static String trimRight(String value) {
    int end = value.length();
    while (end > 0 && Bytes.isSpace(value.charAt(end - 1))) {
      end--;
    }
    return value.substring(0, end);
  }

  /** One space for each run of whitespace, to which the no-break space of Latin-1 belongs. */
  static String compress(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c <= ' ' || c == NO_BREAK_SPACE) && changes(value, i)) {
        return compressed(value, i);
      }
    }
    return value;
  }

  private static boolean changes(String value, int i) {
    char c = value.charAt(i);
    return isSpace(c) && (c != ' ' || (i > 0 && value.charAt(i - 1) == ' '));
  }

  private static String compressed(String value, int first) {
    Output out = Output.beginning(value, first);
    boolean spaces = first > 0 && value.charAt(first - 1) == ' ';
    for (int i = first; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!isSpace(c)) {
        out.add(c);
        spaces = false;
      } else if (!spaces) {
        out.add(' ');
        spaces = true;
      }
    }
    return out.orSame(value);
  }

  private static boolean isSpace(char c) {
    return Bytes.isSpace(c) || c == NO_BREAK_SPACE;
  }
}
