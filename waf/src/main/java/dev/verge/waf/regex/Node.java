package dev.verge.waf.regex;

import java.util.List;

/** A regular expression as a tree. Case folding is in the byte sets already. */
sealed interface Node {
  /** One byte of a set. */
  record Bytes(ByteSet set) implements Node {}

  /** One after the other; none: the empty string. */
  record Concat(List<Node> parts) implements Node {}

  /** One of several, the first that leads to a match. */
  record Alternate(List<Node> branches) implements Node {}

  /**
   * Several times.
   *
   * @param max -1: any number
   */
  record Repeat(Node of, int min, int max, boolean lazy) implements Node {}

  /** A group that captures. */
  record Capture(Node of) implements Node {}

  /** A place between bytes, as the matching library writes it when lines end with line feeds. */
  enum Place implements Node {
    TEXT_START("\\A"),
    TEXT_END("\\z"),
    BEFORE_LAST_LINE_END("\\Z"),
    LINE_START("(?:\\A|(?m:^))"), // the library finds no line in an empty text
    LINE_END("(?m:$)"),
    WORD_BOUNDARY("\\b"),
    NO_WORD_BOUNDARY("\\B");

    final String written;

    Place(String written) {
      this.written = written;
    }
  }
}
