package dev.verge.waf.transform;

/**
 * Writes each UTF-8 sequence as {@code %uHHHH}, for {@code urlDecodeUni} to read.
 *
 * <p>Bytes that are not UTF-8 are treated as ModSecurity treats them, which decides what evasions
 * with broken sequences look like to rules: a byte that begins a sequence which does not follow is
 * left out, and so is a null byte except at the end; a stray byte of any other kind stays. After a
 * sequence that is longer than it had to be, or stands for a surrogate, its first byte is repeated.
 */
final class Utf8Escapes {
  private static final int[] SMALLEST = {0, 0, 0x80, 0x800, 0x10000};

  private Utf8Escapes() {}

  static String encode(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= 0x80 || c == 0) {
        return encoded(value, i);
      }
    }
    return value;
  }

  private static String encoded(String value, int first) {
    // Two bytes can become seven characters; nothing grows more.
    Output out = Output.beginning(value, first, 4 * value.length());
    int i = first;
    while (i < value.length()) {
      i += encodeNext(value, i, out);
    }
    return out.orSame(value);
  }

  /** How many bytes it took. */
  private static int encodeNext(String value, int i, Output out) {
    char lead = value.charAt(i);
    int size = sequenceSize(lead);
    if (size < 2) {
      if (lead != 0 || i + 1 == value.length()) {
        out.add(lead);
      }
      return 1;
    }
    if (lead >= 0xF5) {
      out.add(lead);
    }
    for (int k = 1; k < size; k++) {
      if (i + k >= value.length() || (value.charAt(i + k) & 0xC0) != 0x80) {
        return 1;
      }
    }
    writeEscape(codePoint(value, i, size), size, lead, out);
    return size;
  }

  private static void writeEscape(int codePoint, int size, char lead, Output out) {
    out.add("%u");
    String digits = Integer.toHexString(codePoint);
    for (int k = digits.length(); k < 4; k++) {
      out.add('0');
    }
    out.add(digits);
    if (codePoint < SMALLEST[size] || (codePoint >= 0xD800 && codePoint <= 0xDFFF)) {
      out.add(lead);
    }
  }

  private static int codePoint(String value, int i, int size) {
    int codePoint = value.charAt(i) & (0xFF >> (size + 1));
    for (int k = 1; k < size; k++) {
      codePoint = codePoint << 6 | (value.charAt(i + k) & 0x3F);
    }
    return codePoint;
  }

  /** How many bytes the sequence has that a byte begins; 0 when it begins none. */
  private static int sequenceSize(char lead) {
    if (lead < 0x80) {
      return 1;
    }
    if (lead < 0xC0) {
      return 0;
    }
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF8 ? 4 : 0;
  }
}
