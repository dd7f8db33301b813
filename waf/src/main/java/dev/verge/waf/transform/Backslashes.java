package dev.verge.waf.transform;

/** What the escapes of several languages have in common: they begin with a backslash. */
final class Backslashes {
  private Backslashes() {}

  /** The escapes of a language. */
  interface Language {
    /**
     * Adds what an escape stands for.
     *
     * @param i behind the backslash; may be the end of the value
     * @return where the escape ends
     */
    int decode(String value, int i, Output out);
  }

  static String decode(String value, Language language) {
    int i = value.indexOf('\\');
    if (i < 0) {
      return value;
    }
    Output out = Output.beginning(value, i);
    while (i < value.length()) {
      char c = value.charAt(i++);
      if (c == '\\') {
        i = language.decode(value, i, out);
      } else {
        out.add(c);
      }
    }
    return out.orSame(value);
  }

  /**
   * Decodes what C and JavaScript write alike: so many octal digits, or one character, which may
   * stand for a control character. A backslash at the end stays.
   */
  static int decodeOctalOrLetter(String value, int i, int mostDigits, Output out) {
    if (i == value.length()) {
      out.add('\\');
      return i;
    }
    int octal = Bytes.octalDigits(value, i, mostDigits);
    if (octal > 0) {
      out.add(Bytes.octalNumber(value, i, octal));
      return i + octal;
    }
    char c = value.charAt(i);
    int control = Bytes.controlCharacter(c);
    out.add(control < 0 ? c : control);
    return i + 1;
  }
}
