package dev.verge.waf.transform;

/** Comments of SQL, HTML and the shell. */
final class Comments {
  /** All that begins or ends a comment; the longer of two with the same beginning first. */
  private static final String[] MARKS = {"/*", "*/", "<!--", "-->", "--", "#"};

  private Comments() {}

  /** One space for each comment of C's kind, ended or not. */
  static String replace(String value) {
    int start = value.indexOf("/*");
    if (start < 0) {
      return value;
    }
    Output out = Output.beginning(value, start);
    while (start >= 0) {
      out.add(' ');
      int end = value.indexOf("*/", start + 2);
      int next = end < 0 ? value.length() : end + 2;
      start = end < 0 ? -1 : value.indexOf("/*", next);
      for (int i = next; i < (start < 0 ? value.length() : start); i++) {
        out.add(value.charAt(i));
      }
    }
    return out.orSame(value);
  }

  /** Removes what begins and ends comments, but not what is in them. */
  static String removeCharacters(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (markAt(value, i) > 0) {
        return withoutMarks(value, i);
      }
    }
    return value;
  }

  private static String withoutMarks(String value, int first) {
    Output out = Output.beginning(value, first);
    int i = first;
    while (i < value.length()) {
      int length = markAt(value, i);
      if (length == 0) {
        out.add(value.charAt(i));
      }
      i += Math.max(1, length);
    }
    return out.orSame(value);
  }

  private static int markAt(String value, int i) {
    char c = value.charAt(i);
    if (c <= '<' && (c == '/' || c == '*' || c == '<' || c == '-' || c == '#')) {
      for (String mark : MARKS) {
        if (value.startsWith(mark, i)) {
          return mark.length();
        }
      }
    }
    return 0;
  }

  /**
   * Removes comments of C's kind and HTML's with all that is in them, and everything from two
   * hyphens or a number sign on. Like ModSecurity, it takes the byte after a comment as it is,
   * which is a null byte at the end of the value, and a comment without end for a space.
   */
  static String remove(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (markAt(value, i) > 0) {
        return removed(value, i);
      }
    }
    return value;
  }

  private static String removed(String value, int first) {
    Output out = Output.beginning(value, first);
    int i = first;
    while (i < value.length()) {
      char c = value.charAt(i);
      if (c == '#' || value.startsWith("--", i)) {
        break;
      }
      int begin = value.startsWith("/*", i) ? 2 : value.startsWith("<!--", i) ? 4 : 0;
      if (begin == 0) {
        out.add(c);
        i++;
      } else {
        int end = commentEnd(value, i + begin);
        out.add(end < 0 ? ' ' : end < value.length() ? value.charAt(end) : 0);
        i = end < 0 ? value.length() : end + 1;
      }
    }
    return out.orSame(value);
  }

  /** Right after the first mark that ends a comment, of whichever kind; -1 when there is none. */
  private static int commentEnd(String value, int from) {
    for (int i = from; i < value.length(); i++) {
      if (value.startsWith("*/", i)) {
        return i + 2;
      }
      if (value.startsWith("-->", i)) {
        return i + 3;
      }
    }
    return -1;
  }
}
