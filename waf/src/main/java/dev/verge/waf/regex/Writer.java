package dev.verge.waf.regex;

import java.util.List;

/** Writes a tree in the syntax of the matching library, spelled out so that no flag matters. */
final class Writer {
  private final StringBuilder out = new StringBuilder();

  static String write(Node node) {
    Writer writer = new Writer();
    writer.node(node);
    return writer.out.toString();
  }

  private void node(Node node) {
    switch (node) {
      case Node.Bytes(ByteSet set) -> set(set);
      case Node.Concat(List<Node> parts) -> parts.forEach(this::part);
      case Node.Alternate(List<Node> branches) -> branches(branches);
      case Node.Repeat(Node of, int min, int max, boolean lazy) -> {
        atom(of);
        repeat(min, max);
        if (lazy) {
          out.append('?');
        }
      }
      case Node.Capture(Node of) -> {
        out.append('(');
        node(of);
        out.append(')');
      }
      case Node.Place place -> out.append(place.written);
    }
  }

  private void part(Node part) {
    if (part instanceof Node.Alternate) {
      group(part);
    } else {
      node(part);
    }
  }

  private void branches(List<Node> branches) {
    for (int i = 0; i < branches.size(); i++) {
      if (i > 0) {
        out.append('|');
      }
      node(branches.get(i));
    }
  }

  /** What a repeat may follow. */
  private void atom(Node node) {
    if (node instanceof Node.Bytes || node instanceof Node.Capture) {
      node(node);
    } else {
      group(node);
    }
  }

  private void group(Node node) {
    out.append("(?:");
    node(node);
    out.append(')');
  }

  private void repeat(int min, int max) {
    if (max == -1 && min <= 1) {
      out.append(min == 0 ? '*' : '+');
    } else if (min == 0 && max == 1) {
      out.append('?');
    } else {
      out.append('{').append(min);
      if (max != min) {
        out.append(',');
        if (max >= 0) {
          out.append(max);
        }
      }
      out.append('}');
    }
  }

  private void set(ByteSet set) {
    int size = set.size();
    boolean carriageReturn = set.contains('\r');
    if (size == 1 && !carriageReturn) {
      literal(first(set, 0));
      return;
    }
    if (size == 0) {
      out.append("[^\\x00-\\xFF]");
      return;
    }
    out.append('[');
    for (int from = first(set, 0); from < ByteSet.SIZE; ) {
      int to = from;
      while (to + 1 < ByteSet.SIZE && set.contains(to + 1)) {
        to++;
      }
      literal(from);
      if (to > from) {
        out.append('-');
        literal(to);
      }
      from = first(set, to + 1);
    }
    if (carriageReturn) {
      out.append(CarriageReturns.WRITTEN);
    }
    out.append(']');
  }

  private void literal(int b) {
    if (ByteSet.WORD.contains(b)) {
      out.append((char) b);
    } else {
      out.append("\\x")
          .append(Character.forDigit(b >> 4, 16))
          .append(Character.forDigit(b & 15, 16));
    }
  }

  private static int first(ByteSet set, int from) {
    int b = from;
    while (b < ByteSet.SIZE && !set.contains(b)) {
      b++;
    }
    return b;
  }
}
