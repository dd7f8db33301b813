package dev.verge.waf.transform;

import java.text.Normalizer;

/**
 * Which ASCII character a server that thinks in a code page makes of another character: the best
 * fit of code page 20127 (US-ASCII), which the recommended configuration of ModSecurity and the
 * Core Rule Set ask for ({@code SecUnicodeMapFile unicode.mapping 20127}). An attack written with
 * typographic quotes or full-width letters is thus seen as what it becomes.
 */
final class BestFit {
  private static final byte[] ASCII = new byte[0x10000];

  /** Each an ASCII character, followed by those that become it. */
  private static final String[] LOOK_ALIKES = {
    " \u00A0\u2000\u2001\u2002\u2003\u2004\u2005\u2006",
    "!\u00A1",
    "\"\u02BA\u030E\u201C\u201D\u201E",
    "$\u00A4",
    "'\u02B9\u02BC\u02C8\u2018\u2019\u2032",
    ",\u00B8\u201A",
    "-\u00AD\u2010\u2011\u2013\u2014",
    ".\u00B7\u2022\u2026",
    "1\u00B9",
    "2\u00B2",
    "3\u00B3",
    "<\u00AB\u2039",
    ">\u00BB\u203A",
    "^\u02C4\u02C6\u0302",
    "_\u02CD\u0331\u0332",
    "`\u02CB\u0300\u2035",
    "|\u00A6",
    "~\u02DC\u0303",
    "A\u00C6",
    "C\u00A9",
    "D\u00D0\u0110\u0189",
    "F\u0191",
    "G\u01E4",
    "H\u0126",
    "I\u0197",
    "L\u0141",
    "O\u00D8\u0152\u019F",
    "R\u00AE",
    "T\u0166\u01AE\u2122",
    "Y\u00A5",
    "a\u00AA\u00E6",
    "b\u0180",
    "c\u00A2",
    "d\u0111",
    "f\u0192",
    "g\u01E5\u0261",
    "h\u0127",
    "i\u0131",
    "l\u0142\u019A",
    "o\u00BA\u00F8\u0153",
    "t\u0167\u01AB",
    "z\u01B6",
  };

  static {
    for (char c = 0xC0; c <= 0x1F0; c++) {
      char letter = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFD).charAt(0);
      if (letter < 0x80) {
        ASCII[c] = (byte) letter;
      }
    }
    for (String alike : LOOK_ALIKES) {
      for (int i = 1; i < alike.length(); i++) {
        ASCII[alike.charAt(i)] = (byte) alike.charAt(0);
      }
    }
  }

  private BestFit() {}

  /** The best fit of a character of the basic plane; its lower byte if it has none. */
  static int toAscii(int codePoint) {
    byte fit = ASCII[codePoint];
    return fit != 0 ? fit : Bytes.narrowed(codePoint);
  }
}
