package dev.verge.waf.regex;

/**
 * Carriage returns are shown to the matching library as another character, for it recomputes its
 * state at each one of them in expressions that have anchors (SafeRE 1.1.0): a value full of them
 * took a microsecond for each and more. The other character is no byte, so it stands for nothing
 * else, and no letter, so that words end before it as they do before a carriage return.
 */
final class CarriageReturns {
  /** How an expression for the library has to write one. */
  static final String WRITTEN = "\\x{240d}";

  private static final char SHOWN = '\u240D';

  private CarriageReturns() {}

  /** A value as the library gets to see it; as long as the value. */
  static String shown(String value) {
    return value.indexOf('\r') < 0 ? value : value.replace('\r', SHOWN);
  }
}
