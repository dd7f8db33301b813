package dev.verge.waf.transform;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Base64;

/** Base64, which attackers write more loosely than {@link Base64} reads it. */
final class Base64Coding {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final byte[] STANDARD = digits(ALPHABET);

  /** With the two characters that the alphabet for URLs has instead. */
  private static final byte[] FORGIVING = digits(ALPHABET);

  static {
    FORGIVING['-'] = 62;
    FORGIVING['_'] = 63;
  }

  private Base64Coding() {}

  private static byte[] digits(String alphabet) {
    byte[] digits = new byte[256];
    Arrays.fill(digits, (byte) -1);
    for (int i = 0; i < alphabet.length(); i++) {
      digits[alphabet.charAt(i)] = (byte) i;
    }
    return digits;
  }

  static String encode(String value) {
    return value.isEmpty() ? value : Base64.getEncoder().encodeToString(value.getBytes(ISO_8859_1));
  }

  /** Decodes up to the first character that is neither of the alphabet nor a line break. */
  static String decode(String value) {
    Output out = Output.beginning(value, 0);
    int bits = 0;
    int count = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      int digit = STANDARD[c & 0xFF];
      if (digit >= 0) {
        bits = bits << 6 | digit;
        writeByte(bits, count++, out);
      } else if (c != '\r' && c != '\n') {
        break;
      }
    }
    return out.orSame(value);
  }

  /** Passes over whatever is not of the alphabet, padding too. */
  static String decodeForgiving(String value) {
    Output out = Output.beginning(value, 0);
    int bits = 0;
    int count = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      int digit = FORGIVING[c & 0xFF];
      if (digit >= 0) {
        bits = bits << 6 | digit;
        writeByte(bits, count++, out);
      } else if (c == '=' && count % 4 == 1 && !value.startsWith("=", i + 1)) {
        // ModSecurity gives up on padding where there cannot be any.
        out.cut(0);
        break;
      }
    }
    return out.orSame(value);
  }

  /** Writes the byte that the digit with this index completes, if it does. */
  private static void writeByte(int bits, int index, Output out) {
    int unused = 6 - 2 * (index % 4);
    if (unused < 6) {
      out.add(bits >> unused);
    }
  }
}
