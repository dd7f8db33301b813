package dev.verge.waf.transform;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
    byte[] bytes = value.getBytes(ISO_8859_1);
    for (int i = first; i < bytes.length; i++) {
      bytes[i] = image[bytes[i] & 0xFF];
    }
    return new String(bytes, ISO_8859_1);
  }
}
