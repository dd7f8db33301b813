package dev.verge.waf.transform;

import java.util.HexFormat;

/** What several transformations ask of bytes. */
final class Bytes {
  private Bytes() {}

  /** Whether C's {@code isspace} says so. */
  static boolean isSpace(int b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  /** How many hexadecimal digits follow from an index on, counted up to {@code most}. */
  static int hexDigits(String value, int from, int most) {
    int end = Math.min(value.length(), from + most);
    int i = from;
    while (i < end && HexFormat.isHexDigit(value.charAt(i))) {
      i++;
    }
    return Math.max(0, i - from);
  }

  /** How many octal digits follow from an index on, counted up to {@code most}. */
  static int octalDigits(String value, int from, int most) {
    int end = Math.min(value.length(), from + most);
    int i = from;
    while (i < end && value.charAt(i) >= '0' && value.charAt(i) <= '7') {
      i++;
    }
    return Math.max(0, i - from);
  }

  /** The number that so many hexadecimal digits, at most six, stand for. */
  static int hexNumber(String value, int from, int digits) {
    return HexFormat.fromHexDigits(value, from, from + digits);
  }

  /** The number that so many octal digits, at most three, stand for. */
  static int octalNumber(String value, int from, int digits) {
    int number = 0;
    for (int i = from; i < from + digits; i++) {
      number = number * 8 + value.charAt(i) - '0';
    }
    return number;
  }

  /** A code point as one byte: its lower one, but a full-width form as the ASCII it stands for. */
  static int narrowed(int codePoint) {
    int low = codePoint & 0xFF;
    boolean fullWidth = codePoint >> 8 == 0xFF && low > 0 && low < 0x5F;
    return fullWidth ? low + 0x20 : low;
  }

  /** What a letter after a backslash stands for in C; -1 when it is none of those letters. */
  static int controlCharacter(char letter) {
    return switch (letter) {
      case 'a' -> 7;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 11;
      default -> -1;
    };
  }
}
