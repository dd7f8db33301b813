package dev.verge.waf.body;

import java.util.HexFormat;

/** Which bytes are of which kind. */
final class Ascii {
  private Ascii() {}

  static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  static boolean isHexDigit(char c) {
    return HexFormat.isHexDigit(c);
  }
}
