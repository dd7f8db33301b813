package dev.verge.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-decoding (RFC 3986, section 2.1) and UTF-8, both strict. */
final class Percent {
  private Percent() {}

  /** Text that is not what it claims to be. */
  static final class BrokenEncoding extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenEncoding(String message) {
      super(message, null, false, false);
    }
  }

  /** The text with every {@code %XX} decoded, and {@code +} as a space if so asked. */
  static String decode(String text, boolean plusIsSpace) throws BrokenEncoding {
    if (text.indexOf('%') < 0) {
      return plusIsSpace ? text.replace('+', ' ') : text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      if (b == '%') {
        b = (byte) octet(bytes, i);
        i += 2;
      } else if (b == '+' && plusIsSpace) {
        b = ' ';
      }
      bytes[length++] = b;
    }
    return utf8(bytes, length);
  }

  /** UTF-8 as text; overlong forms, surrogates and cut sequences are refused. */
  static String utf8(byte[] bytes, int length) throws BrokenEncoding {
    for (int i = 0; i < length; i++) {
      if (bytes[i] < 0) {
        return strictUtf8(bytes, length);
      }
    }
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  private static String strictUtf8(byte[] bytes, int length) throws BrokenEncoding {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new BrokenEncoding("is not valid UTF-8");
    }
  }

  private static int octet(byte[] bytes, int percent) throws BrokenEncoding {
    if (percent + 2 < bytes.length) {
      int high = Character.digit(bytes[percent + 1], 16);
      int low = Character.digit(bytes[percent + 2], 16);
      if (high >= 0 && low >= 0) {
        return high << 4 | low;
      }
    }
    throw new BrokenEncoding("has a % that two hexadecimal digits do not follow");
  }
}
