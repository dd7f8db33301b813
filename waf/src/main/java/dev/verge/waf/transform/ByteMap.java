package dev.verge.waf.transform;

import java.util.function.IntUnaryOperator;

/** Replaces each byte by another, whatever stands around it. */
final class ByteMap implements Transformation {
  private final byte[] image = new byte[256];

  private ByteMap() {}

  static ByteMap of(IntUnaryOperator function) {
    ByteMap map = new ByteMap();
    for (int b = 0; b < 256; b++) {
      map.image[b] = (byte) function.applyAsInt(b);
    }
    return map;
  }

  @Override
  public String apply(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != (image[c & 0xFF] & 0xFF)) {
        return replaced(value, i);
      }
    }
    return value;
  }

  private String replaced(String value, int first) {
    Output out = Output.beginning(value, first);
    for (int i = first; i < value.length(); i++) {
      out.add(image[value.charAt(i) & 0xFF]);
    }
    return out.orSame(value);
  }
}
