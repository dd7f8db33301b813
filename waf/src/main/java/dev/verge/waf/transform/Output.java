package dev.verge.waf.transform;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/**
 * The bytes of a result while it is made. Whoever makes one says how long the result can become;
 * most are no longer than the value they come from.
 */
final class Output {
  private final byte[] bytes;
  private int length;

  private Output(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
  }

  /** A result that begins as {@code value} does and is not longer. */
  static Output beginning(String value, int kept) {
    return new Output(value.getBytes(ISO_8859_1), kept);
  }

  /** A result that begins as {@code value} does and may become longer. */
  static Output beginning(String value, int kept, int capacity) {
    return new Output(Arrays.copyOf(value.getBytes(ISO_8859_1), capacity), kept);
  }

  void add(int b) {
    bytes[length++] = (byte) b;
  }

  void add(String text) {
    for (int i = 0; i < text.length(); i++) {
      add(text.charAt(i));
    }
  }

  int length() {
    return length;
  }

  /** The byte at an index, which must be below the length. */
  int at(int index) {
    return bytes[index] & 0xFF;
  }

  void cut(int newLength) {
    length = newLength;
  }

  /** The result; the value itself if it turned out the same. */
  String orSame(String value) {
    String result = new String(bytes, 0, length, ISO_8859_1);
    return result.equals(value) ? value : result;
  }
}
