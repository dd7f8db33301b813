package dev.verge.shield.limit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;

/** Writes what {@link BytesIn} reads. For one thread at a time. */
final class BytesOut {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

  BytesOut octet(int value) {
    bytes.write(value);
    return this;
  }

  BytesOut number(long value) {
    long rest = value;
    while (rest >= 0x80) {
      bytes.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    return octet((int) rest);
  }

  BytesOut fixed(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes.write((int) (value >>> shift));
    }
    return this;
  }

  BytesOut text(String ascii) {
    number(ascii.length()).bytes.writeBytes(ascii.getBytes(US_ASCII));
    return this;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }
}
