package dev.verge.waf.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** What the tests of this package share. */
final class Bodies {
  static final String MULTIPART_TYPE = "multipart/form-data; boundary=XX";

  private Bodies() {}

  static ParsedBody parse(Format format, String body) {
    return BodyParsers.parse(format, MULTIPART_TYPE, body, BodyLimits.DEFAULT);
  }

  static ParsedBody multipart(String... lines) {
    return parse(Format.MULTIPART, String.join("\r\n", lines) + "\r\n");
  }

  static Argument arg(String name, String value) {
    return new Argument(name, value);
  }

  /** A text as its bytes in UTF-8. */
  static String utf8(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }
}
