package dev.verge.data.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes the compact binary form shared by records and peer messages: unsigned LEB128 integers, and
 * values as a tag and what it needs (integers zigzag, reals eight bytes, text and blobs with a
 * length). What was written last can be taken back, for a transaction that is rolled back. Not
 * thread-safe.
 */
final class WireOut {
  static final int NULL = 0;
  static final int INTEGER = 1;
  static final int REAL = 2;
  static final int TEXT = 3;
  static final int BLOB = 4;

  private byte[] bytes = new byte[256];
  private int size;

  int size() {
    return size;
  }

  /** Takes back everything after {@code mark}, a {@link #size} of before. */
  void cut(int mark) {
    size = mark;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  WireOut octet(int value) {
    room(1);
    bytes[size++] = (byte) value;
    return this;
  }

  WireOut number(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
    return this;
  }

  WireOut fixed(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  WireOut bytes(byte[] value) {
    number(value.length);
    return raw(value);
  }

  WireOut raw(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
    return this;
  }

  WireOut text(String value) {
    return bytes(value.getBytes(UTF_8));
  }

  WireOut integer(long value) {
    octet(INTEGER);
    return number((value << 1) ^ (value >> 63));
  }

  WireOut real(double value) {
    octet(REAL);
    return fixed(Double.doubleToRawLongBits(value));
  }

  /** Text or a blob, by its bytes. */
  WireOut tagged(int tag, byte[] value) {
    octet(tag);
    return bytes(value);
  }

  WireOut value(@Nullable Object value) {
    return switch (value) {
      case null -> octet(NULL);
      case Long n -> integer(n);
      case Integer n -> integer(n);
      case Short n -> integer(n);
      case Double d -> real(d);
      case Float f -> real(f);
      case String s -> tagged(TEXT, s.getBytes(UTF_8));
      case RawText raw -> tagged(TEXT, raw.bytes());
      case byte[] blob -> tagged(BLOB, blob);
      default -> throw new IllegalArgumentException("not a value: " + value.getClass());
    };
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
    }
  }
}
