package dev.verge.waf.transform;

/**
 * Resolves {@code .} and {@code ..} in a path and removes empty segments, as ModSecurity does it:
 * in one pass, looking at the last byte of each segment and at what has been written so far. From
 * this follow its peculiarities, which rules were tested with: a segment that only ends with two
 * dots counts as {@code ..}, and a relative path keeps a {@code ..} where nothing is left to
 * remove.
 */
final class Paths {
  private final String value;
  private final boolean relative;
  private final Output out;
  private int next;

  /** Whether the last {@code ..} went up to where the path begins, and no segment came since. */
  private boolean atRoot;

  private Paths(String value) {
    this.value = value;
    this.relative = value.charAt(0) != '/';
    this.out = Output.beginning(value, 0);
  }

  static String normalize(String value) {
    return isNormal(value) ? value : new Paths(value).normalized();
  }

  /** With backslashes taken as slashes. */
  static String normalizeWindows(String value) {
    return normalize(value.replace('\\', '/'));
  }

  private static boolean isNormal(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c == '.' && endsSegment(value, i)) || (c == '/' && value.startsWith("/", i + 1))) {
        return false;
      }
    }
    return true;
  }

  private static boolean endsSegment(String value, int i) {
    return i + 1 == value.length() || value.charAt(i + 1) == '/';
  }

  private String normalized() {
    while (next < value.length()) {
      if (endsSegment(value, next) && resolves(value.charAt(next))) {
        next++;
      }
      if (next < value.length()) {
        copy();
      }
    }
    if (endsWith('/') && value.charAt(value.length() - 1) != '/') {
      out.cut(out.length() - 1);
    }
    return out.orSame(value);
  }

  /** Whether the segment that ends with this byte was a reference, which is now resolved. */
  private boolean resolves(char last) {
    if (last != '.') {
      atRoot &= last == '/' || out.length() == 0;
      return false;
    }
    if (endsWith('.')) {
      return goesUp();
    }
    if (endsWith('/') && next + 1 < value.length()) {
      out.cut(out.length() - 1);
      return true;
    }
    return out.length() == 0 || endsWith('/');
  }

  private boolean goesUp() {
    if (relative && (atRoot || out.length() <= 2)) {
      atRoot = true;
      return false;
    }
    int length = Math.max(0, out.length() - 3);
    while (length > 0 && out.at(length) != '/') {
      length--;
    }
    atRoot |= length == 0;
    boolean bareRoot = length == 0 && !relative && next + 1 == value.length();
    out.cut(bareRoot ? 1 : length);
    return true;
  }

  /** Writes one byte, and one slash for several; none where a relative path begins. */
  private void copy() {
    char c = value.charAt(next++);
    if (c == '/') {
      while (next < value.length() && value.charAt(next) == '/') {
        next++;
      }
      if (relative && out.length() == 0) {
        return;
      }
    }
    out.add(c);
  }

  private boolean endsWith(char c) {
    return out.length() > 0 && out.at(out.length() - 1) == c;
  }
}
