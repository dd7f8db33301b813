package dev.verge.waf.injection;

/**
 * Finds out whether a URL in an attribute's value runs a script, or shows what is not a page. Reads
 * the value as browsers do, who are lenient with how a scheme is written: character references are
 * decoded, control characters before it and zero bytes and line feeds in it are ignored.
 */
final class UrlScheme {
  /** {@code JAVA} is {@code JAVASCRIPT} too. */
  private static final String[] DANGEROUS = {"DATA", "VIEW-SOURCE", "JAVA", "VBSCRIPT"};

  /** Greater numbers are no character references to libinjection. */
  private static final int MAX_REFERENCE = 0x1000FF;

  private final String text;
  private final int end;
  private int at;

  private UrlScheme(String text, int start, int end) {
    this.text = text;
    this.at = start;
    this.end = end;
  }

  static boolean isDangerous(String text, int start, int end) {
    int scheme = start;
    while (scheme < end && isPadding(text.charAt(scheme))) {
      scheme++;
    }
    for (String dangerous : DANGEROUS) {
      if (new UrlScheme(text, scheme, end).startsWith(dangerous)) {
        return true;
      }
    }
    return false;
  }

  /** White space, and what some encodings have for it. */
  private static boolean isPadding(char c) {
    return c <= ' ' || c >= 0x7F;
  }

  private boolean startsWith(String scheme) {
    int matched = 0;
    while (matched < scheme.length()) {
      if (at >= end) {
        return false;
      }
      int c = nextCharacter();
      boolean ignored = matched == 0 ? c <= ' ' : c == 0 || c == '\n';
      if (!ignored) {
        if (upperCase(c) != scheme.charAt(matched)) {
          return false;
        }
        matched++;
      }
    }
    return true;
  }

  /** Of a character that is no byte the low byte counts, as it does in libinjection. */
  private static int upperCase(int c) {
    return c >= 'a' && c <= 'z' ? c - 0x20 : c & 0xFF;
  }

  /** The character at the position, behind which that is moved. */
  private int nextCharacter() {
    int reference = at + 2;
    if (reference < end && text.startsWith("&#", at)) {
      boolean hexadecimal = (text.charAt(reference) | 0x20) == 'x';
      int c = hexadecimal ? reference(reference + 1, 16) : reference(reference, 10);
      if (c >= 0) {
        return c;
      }
    }
    return text.charAt(at++);
  }

  /** Reads a character reference from its digits on; -1 if it is none. */
  private int reference(int digits, int radix) {
    int c = 0;
    int i = digits;
    while (i < end && Character.digit(text.charAt(i), radix) >= 0) {
      c = c * radix + Character.digit(text.charAt(i), radix);
      if (c > MAX_REFERENCE) {
        return -1;
      }
      i++;
    }
    if (i == digits) {
      return -1;
    }
    at = i < end && text.charAt(i) == ';' ? i + 1 : i;
    return c;
  }
}
