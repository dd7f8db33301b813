package dev.verge.waf.regex;

/**
 * Shows the matching library carriage returns as another character where there are many: in
 * expressions with anchors it works its state out anew at each of them (SafeRE 1.1.0), which took a
 * microsecond and more, and a value full of them a quarter of a second. The other character is no
 * byte, so it stands for nothing else, and no letter, so that words end before it as they do before
 * a carriage return. Where there are few the value stays as it is, for one with a character that is
 * no byte in it takes twice the memory and longer to read.
 */
final class CarriageReturns {
  /** How expressions for the library write the other character. */
  static final String WRITTEN = "\\x{240d}";

  private static final char SHOWN = '\u240D';

  /** Few: not more than one in so many bytes. */
  private static final int FEW = 64;

  private CarriageReturns() {}

  /** A value as the library gets to see it; as long as the value. */
  static String shown(String value) {
    int count = 0;
    for (int at = value.indexOf('\r'); at >= 0; at = value.indexOf('\r', at + 1)) {
      if (++count > value.length() / FEW) {
        return value.replace('\r', SHOWN);
      }
    }
    return value;
  }
}
