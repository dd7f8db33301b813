package dev.verge.waf.regex;

import java.util.Arrays;

/** A set of bytes. Immutable. */
final class ByteSet {
  static final int SIZE = 256;

  /** What Perl's classes mean without Unicode. */
  static final ByteSet ALL = range(0, 255);

  static final ByteSet DIGIT = range('0', '9');
  static final ByteSet LOWER = range('a', 'z');
  static final ByteSet UPPER = range('A', 'Z');
  static final ByteSet ALPHA = LOWER.or(UPPER);
  static final ByteSet WORD = ALPHA.or(DIGIT).or(of('_'));
  static final ByteSet SPACE = range('\t', '\r').or(of(' '));
  static final ByteSet HORIZONTAL = of('\t').or(of(' ')).or(of(0xA0));
  static final ByteSet VERTICAL = range('\n', '\r').or(of(0x85));

  private final long[] words;

  private ByteSet(long[] words) {
    this.words = words;
  }

  static ByteSet of(int b) {
    return range(b, b);
  }

  static ByteSet range(int first, int last) {
    long[] words = new long[4];
    for (int b = first; b <= last; b++) {
      words[b >> 6] |= 1L << b;
    }
    return new ByteSet(words);
  }

  static ByteSet none() {
    return new ByteSet(new long[4]);
  }

  boolean contains(int b) {
    return (words[b >> 6] >>> b & 1) != 0;
  }

  int size() {
    return Arrays.stream(words).mapToInt(Long::bitCount).sum();
  }

  ByteSet or(ByteSet other) {
    long[] both = words.clone();
    for (int i = 0; i < both.length; i++) {
      both[i] |= other.words[i];
    }
    return new ByteSet(both);
  }

  ByteSet not() {
    long[] others = words.clone();
    for (int i = 0; i < others.length; i++) {
      others[i] = ~others[i];
    }
    return new ByteSet(others);
  }

  /** With the other case of every ASCII letter in it. */
  ByteSet foldCase() {
    ByteSet folded = this;
    for (int b = 'a'; b <= 'z'; b++) {
      int upper = b - 'a' + 'A';
      if (contains(b) != contains(upper)) {
        folded = folded.or(of(b)).or(of(upper));
      }
    }
    return folded;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteSet set && Arrays.equals(words, set.words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words);
  }
}
