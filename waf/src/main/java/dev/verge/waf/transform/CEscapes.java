package dev.verge.waf.transform;

/** Decodes the escape sequences of ANSI C; before any other character the backslash is dropped. */
final class CEscapes {
  private CEscapes() {}

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
    if ((c == 'x' || c == 'X') && Bytes.hexDigits(value, i + 1, 2) == 2) {
      out.add(Bytes.hexNumber(value, i + 1, 2));
      return 4;
    }
    int octal = Bytes.octalDigits(value, i, 3);
    if (octal > 0) {
      out.add(Bytes.octalNumber(value, i, octal));
      return 1 + octal;
    }
    int control = Bytes.controlCharacter(c);
    out.add(control < 0 ? c : control);
    return 2;
  }
}
