package dev.verge.waf.operator;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** {@code @validateByteRange}: yes if a value has a byte that is not in the ranges. */
final class ByteRange implements Operator {
  private final boolean[] allowed = new boolean[256];

  private ByteRange(BitSet bytes) {
    for (int b = 0; b < allowed.length; b++) {
      allowed[b] = bytes.get(b);
    }
  }

  /**
   * Compiles ranges.
   *
   * @param ranges such as {@code 10, 13, 32-126}
   */
  static ByteRange of(String ranges) {
    BitSet bytes = new BitSet(256);
    for (String range : ranges.split(",", -1)) {
      String[] ends = range.strip().split("-", 2);
      int first = parse(ends[0], ranges);
      int last = ends.length == 1 ? first : parse(ends[1], ranges);
      if (first > last) {
        throw new IllegalArgumentException("'" + range.strip() + "' goes backwards");
      }
      bytes.set(first, last + 1);
    }
    return new ByteRange(bytes);
  }

  private static int parse(String text, String ranges) {
    try {
      int b = Integer.parseInt(text.strip());
      if (b >= 0 && b <= 255) {
        return b;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException("'" + ranges + "' are no ranges of bytes");
  }

  @Override
  public boolean matches(String value, String argument, @Nullable Groups groups) {
    for (int i = 0; i < value.length(); i++) {
      if (!allowed[value.charAt(i) & 0xFF]) {
        if (groups != null) {
          groups.set(value);
        }
        return true;
      }
    }
    return false;
  }
}
