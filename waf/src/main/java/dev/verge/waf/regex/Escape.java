package dev.verge.waf.regex;

/** What a backslash and what follows it stand for, when it is a set of bytes. */
final class Escape {
  static final int IN_CLASS = -1;

  private Escape() {}

  /**
   * Reads on behind the backslash.
   *
   * @param groups how many groups have begun, to tell octal digits from back references; {@link
   *     #IN_CLASS} within brackets, where {@code \b} is a backspace and all digits are octal
   */
  static ByteSet read(Scanner in, int groups) {
    char c = in.next();
    return switch (c) {
      case 'd' -> ByteSet.DIGIT;
      case 'D' -> ByteSet.DIGIT.not();
      case 'w' -> ByteSet.WORD;
      case 'W' -> ByteSet.WORD.not();
      case 's' -> ByteSet.SPACE;
      case 'S' -> ByteSet.SPACE.not();
      case 'h' -> ByteSet.HORIZONTAL;
      case 'H' -> ByteSet.HORIZONTAL.not();
      case 'v' -> ByteSet.VERTICAL;
      case 'V' -> ByteSet.VERTICAL.not();
      case 'N' -> ByteSet.of('\n').not();
      case 'n' -> ByteSet.of('\n');
      case 'r' -> ByteSet.of('\r');
      case 't' -> ByteSet.of('\t');
      case 'f' -> ByteSet.of('\f');
      case 'e' -> ByteSet.of(0x1B);
      case 'a' -> ByteSet.of(0x07);
      case 'x' -> ByteSet.of(hex(in));
      case 'o' -> ByteSet.of(braced(in, 8));
      case 'c' -> ByteSet.of(control(in));
      case '0' -> ByteSet.of(Math.max(in.digits(8, 2), 0));
      default -> other(in, c, groups);
    };
  }

  private static ByteSet other(Scanner in, char c, int groups) {
    if (c >= '1' && c <= '9') {
      in.back();
      return ByteSet.of(octal(in, groups));
    }
    if (groups == IN_CLASS && c == 'b') {
      return ByteSet.of('\b');
    }
    if (ByteSet.ALPHA.contains(c)) {
      throw in.error("'\\" + c + "' is not known");
    }
    return ByteSet.of(c);
  }

  /**
   * Digits outside brackets refer to a group if they are a single one or if there are so many
   * groups; else they are octal.
   */
  private static int octal(Scanner in, int groups) {
    int decimal = in.peekNumber();
    int octal = groups == IN_CLASS || (decimal > 9 && decimal > groups) ? in.digits(8, 3) : -1;
    if (octal < 0 || octal > 0xFF) {
      throw in.error("back references cannot be matched in linear time");
    }
    return octal;
  }

  private static int control(Scanner in) {
    char c = in.next();
    if (c < ' ' || c > '~') {
      throw in.error("'\\c' goes before a printable character of ASCII only");
    }
    return (c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c) ^ 0x40;
  }

  private static int hex(Scanner in) {
    return in.peek() == '{' ? braced(in, 16) : Math.max(in.digits(16, 2), 0);
  }

  private static int braced(Scanner in, int base) {
    if (!in.take('{')) {
      throw in.error("a '{' is missing");
    }
    int value = in.digits(base, 6);
    if (!in.take('}') || value < 0 || value > 0xFF) {
      throw in.error("not a byte");
    }
    return value;
  }
}
