package dev.verge.web;

/** Takes request paths apart. */
final class Paths {
  private Paths() {}

  /**
   * The decoded segments of a path. It is split before it is decoded, so that {@code %2F} stays
   * inside its segment.
   */
  static String[] segments(String path) throws Percent.BrokenEncoding {
    if (path.isEmpty() || path.charAt(0) != '/') {
      throw new Percent.BrokenEncoding("must start with a slash");
    }
    int count = 1;
    boolean encoded = false;
    for (int i = 1; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '/') {
        count++;
      } else if (c == '%') {
        encoded = true;
      } else if (c <= ' ' || c >= 127) {
        throw new Percent.BrokenEncoding("has a character that must be percent-encoded");
      }
    }
    String[] segments = new String[count];
    int start = 1;
    for (int i = 0; i < count; i++) {
      int slash = path.indexOf('/', start);
      String segment = path.substring(start, slash < 0 ? path.length() : slash);
      segments[i] = encoded ? decode(segment) : segment;
      start = slash + 1;
    }
    return segments;
  }

  private static String decode(String segment) throws Percent.BrokenEncoding {
    String decoded = Percent.decode(segment, false);
    if (decoded.indexOf('\0') >= 0) {
      throw new Percent.BrokenEncoding("has a NUL character");
    }
    return decoded;
  }
}
