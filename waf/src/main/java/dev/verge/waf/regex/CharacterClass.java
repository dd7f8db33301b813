package dev.verge.waf.regex;

/** Reads what stands in brackets. */
final class CharacterClass {
  private CharacterClass() {}

  /** Reads on behind the opening bracket, and the closing one. */
  static ByteSet read(Scanner in, boolean ignoreCase) {
    boolean negated = in.take('^');
    ByteSet set = ByteSet.none();
    boolean first = true;
    while (first || in.peek() != ']') {
      first = false;
      set = set.or(item(in));
    }
    in.next();
    // Folded before it is negated: [^a] without regard to case excludes A as well.
    set = ignoreCase ? set.foldCase() : set;
    return negated ? set.not() : set;
  }

  private static ByteSet item(Scanner in) {
    if (in.take("[:")) {
      return posix(in);
    }
    if (isCollation(in, '.') || isCollation(in, '=')) {
      throw in.error("[. .] and [= =] are not known");
    }
    ByteSet from = one(in);
    if (in.peek() != '-' || in.peek(1) == ']' || from.size() != 1) {
      return from;
    }
    in.next();
    ByteSet to = one(in);
    if (to.size() != 1) {
      return from.or(ByteSet.of('-')).or(to); // [a-\d]: the hyphen is itself
    }
    if (lowest(to) < lowest(from)) {
      throw in.error("a range that goes backwards");
    }
    return ByteSet.range(lowest(from), lowest(to));
  }

  private static ByteSet one(Scanner in) {
    char c = in.next();
    return c == '\\' ? Escape.read(in, Escape.IN_CLASS) : ByteSet.of(c);
  }

  /** Whether there is a collating element such as {@code [.ch.]} or {@code [=e=]}. */
  private static boolean isCollation(Scanner in, char mark) {
    if (in.peek() != '[' || in.peek(1) != mark) {
      return false;
    }
    int end = 2;
    while (in.peek(end) != ']' && in.peek(end) != 0) {
      end++;
    }
    return end > 2 && in.peek(end) == ']' && in.peek(end - 1) == mark;
  }

  private static int lowest(ByteSet set) {
    int b = 0;
    while (!set.contains(b)) {
      b++;
    }
    return b;
  }

  private static ByteSet posix(Scanner in) {
    boolean negated = in.take('^');
    String name = in.upTo(':');
    if (!in.take(']')) {
      throw in.error("':]' is missing");
    }
    ByteSet set =
        switch (name) {
          case "alpha" -> ByteSet.ALPHA;
          case "digit" -> ByteSet.DIGIT;
          case "alnum" -> ByteSet.ALPHA.or(ByteSet.DIGIT);
          case "upper" -> ByteSet.UPPER;
          case "lower" -> ByteSet.LOWER;
          case "word" -> ByteSet.WORD;
          case "space" -> ByteSet.SPACE;
          case "blank" -> ByteSet.of(' ').or(ByteSet.of('\t'));
          case "cntrl" -> ByteSet.range(0, 0x1F).or(ByteSet.of(0x7F));
          case "graph" -> ByteSet.range(0x21, 0x7E);
          case "print" -> ByteSet.range(0x20, 0x7E);
          case "ascii" -> ByteSet.range(0, 0x7F);
          case "punct" ->
              ByteSet.range(0x21, 0x2F)
                  .or(ByteSet.range(0x3A, 0x40))
                  .or(ByteSet.range(0x5B, 0x60))
                  .or(ByteSet.range(0x7B, 0x7E));
          case "xdigit" -> ByteSet.DIGIT.or(ByteSet.range('a', 'f')).or(ByteSet.range('A', 'F'));
          default -> throw in.error("[:" + name + ":] is not known");
        };
    return negated ? set.not() : set;
  }
}
