package dev.verge.waf.transform;

/** Decodes the escape sequences of ANSI C; before any other character the backslash is dropped. */
final class CEscapes {
  private CEscapes() {}

  static String decode(String value) {
    return Backslashes.decode(value, CEscapes::decodeEscape);
  }

  private static int decodeEscape(String value, int i, Output out) {
    boolean x = value.startsWith("x", i) || value.startsWith("X", i);
    if (x && Bytes.hexDigits(value, i + 1, 2) == 2) {
      out.add(Bytes.hexNumber(value, i + 1, 2));
      return i + 3;
    }
    return Backslashes.decodeOctalOrLetter(value, i, 3, out);
  }
}
