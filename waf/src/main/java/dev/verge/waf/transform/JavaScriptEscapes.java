package dev.verge.waf.transform;

/** Decodes the escapes of JavaScript: hexadecimal with two and four digits, octal, and letters. */
final class JavaScriptEscapes {
  private JavaScriptEscapes() {}

  static String decode(String value) {
    return Backslashes.decode(value, JavaScriptEscapes::decodeEscape);
  }

  private static int decodeEscape(String value, int i, Output out) {
    if (value.startsWith("u", i) && Bytes.hexDigits(value, i + 1, 4) == 4) {
      out.add(Bytes.narrowed(Bytes.hexNumber(value, i + 1, 4)));
      return i + 5;
    }
    if (value.startsWith("x", i) && Bytes.hexDigits(value, i + 1, 2) == 2) {
      out.add(Bytes.hexNumber(value, i + 1, 2));
      return i + 3;
    }
    // Three digits only as far as they make one byte.
    boolean fits = i < value.length() && value.charAt(i) <= '3';
    return Backslashes.decodeOctalOrLetter(value, i, fits ? 3 : 2, out);
  }
}
