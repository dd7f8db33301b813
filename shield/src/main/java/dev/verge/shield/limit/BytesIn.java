package dev.verge.shield.limit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads a message: whole, or not at all. What is wrong with it is an {@link
 * IllegalArgumentException}, whatever the bytes are. For one thread at a time.
 */
final class BytesIn {
  private final byte[] bytes;
  private int at;

  private BytesIn(byte[] bytes) {
    this.bytes = bytes;
  }

  static <T> T read(String what, byte[] bytes, int most, Function<BytesIn, T> reader) {
    if (bytes.length > most) {
      throw new IllegalArgumentException(what + ": " + bytes.length + " bytes, at most " + most);
    }
    BytesIn in = new BytesIn(bytes);
    try {
      T message = reader.apply(in);
      if (in.at < bytes.length) {
        throw new IllegalArgumentException("more bytes than the message has");
      }
      return message;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          what + ": " + e.getMessage() + ", at byte " + in.at + " of " + bytes.length, e);
    }
  }

  int octet() {
    need(1);
    return bytes[at++] & 0xFF;
  }

  long number(String what, long most) {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      int octet = octet();
      value |= (long) (octet & 0x7F) << shift;
      if (octet < 0x80) {
        if (value > most) {
          throw new IllegalArgumentException(what + " is at most " + most + ", not " + value);
        }
        return value;
      }
    }
    throw new IllegalArgumentException(what + " of more than nine bytes");
  }

  /** A number of things that take at least one byte each. */
  int count(String what) {
    return (int) number("the number of " + what, bytes.length - at);
  }

  long fixed() {
    need(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (bytes[at++] & 0xFF);
    }
    return value;
  }

  String text() {
    int length = count("letters");
    need(length);
    at += length;
    return new String(bytes, at - length, length, US_ASCII);
  }

  <T> List<T> list(String what, Function<BytesIn, T> element) {
    int size = count(what);
    List<T> list = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      list.add(element.apply(this));
    }
    return list;
  }

  private void need(int length) {
    if (length > bytes.length - at) {
      throw new IllegalArgumentException("it is cut short");
    }
  }
}
