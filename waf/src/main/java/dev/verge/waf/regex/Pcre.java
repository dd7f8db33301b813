package dev.verge.waf.regex;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the dialect of Perl-compatible regular expressions in which rules are written, as bytes
 * without Unicode. As in ModSecurity 2 a dot matches every byte, {@code ^} the start and {@code $}
 * the very end of the value only, unless flags within the expression say otherwise.
 *
 * <p>What cannot be matched in linear time (look-around, back references, atomic groups, possessive
 * repeats, recursion) is refused.
 */
final class Pcre {
  private static final int MAX_REPEAT = 1_000;
  private static final int MAX_DEPTH = 250;

  private final Scanner in;
  private Flags flags = new Flags(false, true, false, false);
  private int depth;
  private int groups;

  private record Flags(boolean ignoreCase, boolean dotAll, boolean multiline, boolean extended) {}

  private Pcre(String pattern) {
    this.in = new Scanner(pattern);
  }

  /**
   * @throws RegexException naming the place, for what is not understood
   */
  static Node parse(String pattern) {
    Pcre parser = new Pcre(pattern);
    Node node = parser.alternate();
    if (!parser.in.atEnd()) {
      throw parser.in.error("a ')' without its '('");
    }
    return node;
  }

  /** Branches up to a closing parenthesis or the end; flags set within end with it. */
  private Node alternate() {
    if (++depth > MAX_DEPTH) {
      throw in.error("groups are nested too deeply");
    }
    Flags outer = flags;
    List<Node> branches = new ArrayList<>();
    do {
      branches.add(concat());
    } while (in.take('|'));
    flags = outer;
    depth--;
    return branches.size() == 1 ? branches.getFirst() : new Node.Alternate(branches);
  }

  private Node concat() {
    List<Node> parts = new ArrayList<>();
    while (true) {
      skipWhatSaysNothing();
      if (in.atEnd() || in.peek() == '|' || in.peek() == ')') {
        return parts.size() == 1 ? parts.getFirst() : new Node.Concat(parts);
      }
      if (in.take("\\Q")) {
        quoted(parts);
      } else {
        parts.add(repeats(atom()));
      }
    }
  }

  /** Text up to {@code \E}; a repeat behind that is of its last character. */
  private void quoted(List<Node> parts) {
    while (!in.atEnd() && !in.take("\\E")) {
      Node last = literal(in.next());
      if (in.take("\\E")) {
        parts.add(repeats(last));
        return;
      }
      parts.add(last);
    }
  }

  private Node atom() {
    char c = in.next();
    return switch (c) {
      case '(' -> group();
      case '[' -> new Node.Bytes(fold(CharacterClass.read(in, flags.ignoreCase())));
      case '.' -> new Node.Bytes(flags.dotAll() ? ByteSet.ALL : ByteSet.of('\n').not());
      case '^' -> flags.multiline() ? Node.Place.LINE_START : Node.Place.TEXT_START;
      case '$' -> flags.multiline() ? Node.Place.LINE_END : Node.Place.TEXT_END;
      case '\\' -> escaped();
      case '*', '+', '?' -> throw in.error("nothing to repeat before '" + c + "'");
      default -> literal(c);
    };
  }

  private Node escaped() {
    if (in.atEnd()) {
      throw in.error("a '\\' at the end");
    }
    Node place =
        switch (in.peek()) {
          case 'b' -> Node.Place.WORD_BOUNDARY;
          case 'B' -> Node.Place.NO_WORD_BOUNDARY;
          case 'A' -> Node.Place.TEXT_START;
          case 'z' -> Node.Place.TEXT_END;
          case 'Z' -> Node.Place.BEFORE_LAST_LINE_END;
          default -> null;
        };
    if (place != null) {
      in.next();
      return place;
    }
    return new Node.Bytes(fold(Escape.read(in, groups)));
  }

  private Node group() {
    if (!in.take('?')) {
      if (in.peek() == '*') {
        throw in.error("verbs are not supported");
      }
      return capture();
    }
    if (in.take("P<") || (in.peek() == '<' && in.peek(1) != '=' && in.peek(1) != '!')) {
      in.skipPast('>');
      return capture();
    }
    Flags outer = flags;
    flags = readFlags();
    if (in.take(')')) {
      return new Node.Concat(List.of()); // for the rest of the group around
    }
    in.next();
    Node inside = closed(alternate());
    flags = outer;
    return inside;
  }

  private Node capture() {
    groups++;
    return new Node.Capture(closed(alternate()));
  }

  /** Reads flags up to the {@code :} or {@code )} behind them. */
  private Flags readFlags() {
    boolean on = true;
    boolean i = flags.ignoreCase();
    boolean s = flags.dotAll();
    boolean m = flags.multiline();
    boolean x = flags.extended();
    while (true) {
      char c = in.next();
      switch (c) {
        case 'i' -> i = on;
        case 's' -> s = on;
        case 'm' -> m = on;
        case 'x' -> x = on;
        case '-' -> on = false;
        case ':', ')' -> {
          in.back();
          return new Flags(i, s, m, x);
        }
        default -> throw in.error("'(?" + c + "' cannot be matched in linear time or is not known");
      }
    }
  }

  private Node closed(Node inside) {
    if (!in.take(')')) {
      throw in.error("a '(' without its ')'");
    }
    return inside;
  }

  private Node repeats(Node of) {
    Node node = of;
    while (true) {
      skipWhatSaysNothing();
      int min;
      int max;
      if (in.take('*')) {
        min = 0;
        max = -1;
      } else if (in.take('+')) {
        min = 1;
        max = -1;
      } else if (in.take('?')) {
        min = 0;
        max = 1;
      } else {
        int[] bounds = in.peek() == '{' ? in.bounds() : null;
        if (bounds == null) {
          return node;
        }
        min = bounds[0];
        max = bounds[1];
        if (min > MAX_REPEAT || max > MAX_REPEAT || (max >= 0 && max < min)) {
          throw in.error("a repeat may go up to " + MAX_REPEAT);
        }
      }
      if (in.take('+')) {
        throw in.error("possessive repeats cannot be matched in linear time");
      }
      node = new Node.Repeat(node, min, max, in.take('?'));
    }
  }

  /** Comments, and an end of quoting without a beginning: what stands around them is one. */
  private void skipWhatSaysNothing() {
    while (true) {
      if (flags.extended()) {
        in.skipCommentsAndSpace();
      }
      if (in.take("(?#")) {
        in.skipPast(')');
      } else if (!in.take("\\E")) {
        return;
      }
    }
  }

  private Node literal(char c) {
    return new Node.Bytes(fold(ByteSet.of(c)));
  }

  private ByteSet fold(ByteSet set) {
    return flags.ignoreCase() ? set.foldCase() : set;
  }
}
