package dev.verge.waf.regex;

import org.jspecify.annotations.Nullable;

/** A pattern and how far it has been read. */
final class Scanner {
  private final String pattern;
  private int at;

  Scanner(String pattern) {
    this.pattern = pattern;
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) > 0xFF) {
        throw new RegexException("a character that is no byte at " + i + " in " + pattern);
      }
    }
  }

  boolean atEnd() {
    return at >= pattern.length();
  }

  /** The next character, or NUL at the end. */
  char peek() {
    return peek(0);
  }

  char peek(int further) {
    return at + further < pattern.length() ? pattern.charAt(at + further) : 0;
  }

  char next() {
    if (atEnd()) {
      throw error("it ends too early");
    }
    return pattern.charAt(at++);
  }

  void back() {
    at--;
  }

  boolean take(char c) {
    if (!atEnd() && pattern.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  boolean take(String s) {
    if (pattern.startsWith(s, at)) {
      at += s.length();
      return true;
    }
    return false;
  }

  void skipPast(char end) {
    while (next() != end) {
      // what is between does not matter
    }
  }

  /** The text up to a character, which is taken too. */
  String upTo(char end) {
    int start = at;
    skipPast(end);
    return pattern.substring(start, at - 1);
  }

  void skipCommentsAndSpace() {
    while (!atEnd()) {
      if (ByteSet.SPACE.contains(peek())) {
        at++;
      } else if (take('#')) {
        while (!atEnd() && next() != '\n') {
          // a comment goes to the end of its line
        }
      } else {
        return;
      }
    }
  }

  /** Reads {@code {3}}, {@code {3,}} or {@code {3,5}}; anything else is text, as in Perl. */
  int @Nullable [] bounds() {
    int start = at++;
    int min = number();
    int max = min;
    if (min >= 0 && take(',')) {
      max = peek() == '}' ? -1 : number();
      if (max < 0 && peek() != '}') {
        min = -1;
      }
    }
    if (min < 0 || !take('}')) {
      at = start;
      return null;
    }
    return new int[] {min, max};
  }

  private int number() {
    int start = at;
    while (!atEnd() && ByteSet.DIGIT.contains(peek()) && at - start < 6) {
      at++;
    }
    return at == start ? -1 : Integer.parseInt(pattern, start, at, 10);
  }

  /** The number that follows, of up to six digits, without reading on; -1 if there is none. */
  int peekNumber() {
    int start = at;
    int number = number();
    at = start;
    return number;
  }

  /** Up to so many digits of a base as a number; -1 if there is none. */
  int digits(int base, int most) {
    int value = -1;
    for (int i = 0; i < most && Character.digit(peek(), base) >= 0; i++) {
      value = Math.max(value, 0) * base + Character.digit(next(), base);
    }
    return value;
  }

  RegexException error(String what) {
    return new RegexException("%s, at %d in %s".formatted(what, at, pattern));
  }
}
