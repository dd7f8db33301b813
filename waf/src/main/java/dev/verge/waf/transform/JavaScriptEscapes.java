package dev.verge.waf.transform;

/** Decodes the escapes of JavaScript: hexadecimal with two and four digits, octal, and letters. */
final class JavaScriptEscapes {
  private JavaScriptEscapes() {}

  static String decode(String value) {
    int i = value.indexOf('\\');
    if (i < 0) {
      return value;
    }
    Output out = Output.beginning(value, i);
    while (i < value.length()) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length()) {
        i += decodeEscape(value, i, out);
      } else {
        out.add(c);
        i++;
      }
    }
    return out.orSame(value);
  }

  /** How long the escape was. */
  private static int decodeEscape(String value, int backslash, Output out) {
    int i = backslash + 1;
    char c = value.charAt(i);
    if (c == 'u' && Bytes.hexDigits(value, i + 1, 4) == 4) {
      out.add(Bytes.narrowed(Bytes.hexNumber(value, i + 1, 4)));
      return 6;
    }
    if (c == 'x' && Bytes.hexDigits(value, i + 1, 2) == 2) {
      out.add(Bytes.hexNumber(value, i + 1, 2));
      return 4;
    }
    // Three digits only as far as they make one byte.
    int octal = Bytes.octalDigits(value, i, c <= '3' ? 3 : 2);
    if (octal > 0) {
      out.add(Bytes.octalNumber(value, i, octal));
      return 1 + octal;
    }
    int control = Bytes.controlCharacter(c);
    out.add(control < 0 ? c : control);
    return 2;
  }
}
