package dev.verge.waf.text;

import java.util.HexFormat;

/**
 * What bytes mean as ASCII, as C's functions in its standard locale see it: a byte above 127 is no
 * letter and has no case.
 */
public final class Ascii {
  private Ascii() {}

  /** White space as C's {@code isspace} has it. */
  public static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /** A space or a tab. */
  public static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** A letter or a digit. */
  public static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || isUpper(c) || (c >= '0' && c <= '9');
  }

  /** A hexadecimal digit in either case. */
  public static boolean isHexDigit(char c) {
    return HexFormat.isHexDigit(c);
  }

  /** The same in lower case. */
  public static char lower(char c) {
    return isUpper(c) ? (char) (c + ('a' - 'A')) : c;
  }

  /** The same in lower case; the same instance if it is already. */
  public static String lower(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isUpper(text.charAt(i))) {
        return lowered(text);
      }
    }
    return text;
  }

  private static String lowered(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      chars[i] = lower(chars[i]);
    }
    return new String(chars);
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }
}
