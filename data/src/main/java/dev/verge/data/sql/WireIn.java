package dev.verge.data.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link WireOut} wrote. Damage is an {@link IllegalArgumentException}, whatever the
 * bytes are. Not thread-safe.
 */
final class WireIn {
  private final byte[] bytes;
  private int at;

  WireIn(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean atEnd() {
    return at == bytes.length;
  }

  int octet() {
    need(1);
    return bytes[at++] & 0xFF;
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int octet = octet();
      value |= (long) (octet & 0x7F) << shift;
      if (octet < 0x80) {
        return value;
      }
    }
    throw new IllegalArgumentException("an integer of more than ten bytes");
  }

  /** A number of things that take at least one byte each. */
  int count() {
    long count = number();
    if (count < 0 || count > bytes.length - at) {
      throw new IllegalArgumentException("a count of " + count + " in a shorter message");
    }
    return (int) count;
  }

  long fixed() {
    need(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (bytes[at++] & 0xFF);
    }
    return value;
  }

  byte[] bytes() {
    return raw(count());
  }

  byte[] raw(int length) {
    need(length);
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  String text() {
    int length = count();
    at += length;
    return new String(bytes, at - length, length, UTF_8);
  }

  @Nullable Object value() {
    int tag = octet();
    return switch (tag) {
      case WireOut.NULL -> null;
      case WireOut.INTEGER -> {
        long n = number();
        yield (n >>> 1) ^ -(n & 1);
      }
      case WireOut.REAL -> Double.longBitsToDouble(fixed());
      case WireOut.TEXT -> textValue();
      case WireOut.BLOB -> bytes();
      default -> throw new IllegalArgumentException("a value with the tag " + tag);
    };
  }

  private Object textValue() {
    int start = at;
    String text = text();
    if (text.indexOf('\uFFFD') < 0) {
      return text;
    }
    at = start;
    byte[] exact = bytes();
    return Arrays.equals(text.getBytes(UTF_8), exact) ? text : new RawText(exact);
  }

  private void need(int length) {
    if (length < 0 || length > bytes.length - at) {
      throw new IllegalArgumentException("it is cut short");
    }
  }
}
