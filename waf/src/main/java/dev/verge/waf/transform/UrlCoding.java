package dev.verge.waf.transform;

/** Percent encoding as forms use it. What is no valid escape stays as it is. */
final class UrlCoding {
  private static final String DIGITS = "0123456789abcdef";

  private UrlCoding() {}

  static String decode(String value) {
    return decode(value, false);
  }

  /** Decodes {@code %uHHHH} too, which only Microsoft's servers know. */
  static String decodeUnicode(String value) {
    return decode(value, true);
  }

  private static String decode(String value, boolean unicode) {
    int percent = value.indexOf('%');
    int plus = value.indexOf('+');
    if (percent < 0 && plus < 0) {
      return value;
    }
    int i = percent < 0 ? plus : plus < 0 ? percent : Math.min(percent, plus);
    Output out = Output.beginning(value, i);
    while (i < value.length()) {
      char c = value.charAt(i);
      if (c == '%' && Bytes.hexDigits(value, i + 1, 2) == 2) {
        out.add(Bytes.hexNumber(value, i + 1, 2));
        i += 3;
      } else if (unicode && c == '%' && isUnicodeEscape(value, i)) {
        out.add(BestFit.toAscii(Bytes.hexNumber(value, i + 2, 4)));
        i += 6;
      } else {
        out.add(c == '+' ? ' ' : c);
        i++;
      }
    }
    return out.orSame(value);
  }

  private static boolean isUnicodeEscape(String value, int percent) {
    return percent + 5 < value.length()
        && (value.charAt(percent + 1) | 0x20) == 'u'
        && Bytes.hexDigits(value, percent + 2, 4) == 4;
  }

  static String encode(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (!isUnreserved(value.charAt(i))) {
        return encoded(value, i);
      }
    }
    return value;
  }

  private static String encoded(String value, int first) {
    Output out = Output.beginning(value, first, 3 * value.length());
    for (int i = first; i < value.length(); i++) {
      char c = value.charAt(i);
      if (isUnreserved(c)) {
        out.add(c);
      } else if (c == ' ') {
        out.add('+');
      } else {
        out.add('%');
        out.add(DIGITS.charAt(c >> 4 & 0xF));
        out.add(DIGITS.charAt(c & 0xF));
      }
    }
    return out.orSame(value);
  }

  /** Fewer than the standard has: only letters, digits and the asterisk. */
  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '*';
  }
}
