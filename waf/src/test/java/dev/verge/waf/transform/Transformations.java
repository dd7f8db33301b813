package dev.verge.waf.transform;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.List;

/** What tests of transformations share. */
public final class Transformations {
  public static final List<String> NAMES =
      List.of(
          "base64Decode",
          "base64DecodeExt",
          "base64Encode",
          "cmdLine",
          "compressWhitespace",
          "cssDecode",
          "escapeSeqDecode",
          "hexDecode",
          "hexEncode",
          "htmlEntityDecode",
          "jsDecode",
          "length",
          "lowercase",
          "md5",
          "normalisePath",
          "normalisePathWin",
          "normalizePath",
          "normalizePathWin",
          "parityEven7bit",
          "parityOdd7bit",
          "parityZero7bit",
          "removeComments",
          "removeCommentsChar",
          "removeNulls",
          "removeWhitespace",
          "replaceComments",
          "replaceNulls",
          "sha1",
          "sqlHexDecode",
          "trim",
          "trimLeft",
          "trimRight",
          "uppercase",
          "urlDecode",
          "urlDecodeUni",
          "urlEncode",
          "utf8toUnicode");

  private Transformations() {}

  static Transformation named(String name) {
    return requireNonNull(Transformation.named(name));
  }

  static String apply(String name, String value) {
    return named(name).apply(value);
  }

  /** A text as its bytes in UTF-8. */
  static String utf8(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }
}
