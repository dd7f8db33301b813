package dev.verge.waf.transform;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All transformations by name. */
final class Catalogue {
  private static final Map<String, Transformation> BY_NAME = new HashMap<>();

  static {
    add(Base64Coding::decode, "base64Decode");
    add(Base64Coding::decodeForgiving, "base64DecodeExt");
    add(Base64Coding::encode, "base64Encode");
    add(CommandLine::normalize, "cmdLine");
    add(Whitespace::compress, "compressWhitespace");
    add(CssEscapes::decode, "cssDecode");
    add(CEscapes::decode, "escapeSeqDecode");
    add(Hexadecimal::decode, "hexDecode");
    add(Hexadecimal::encode, "hexEncode");
    add(HtmlEntities::decode, "htmlEntityDecode");
    add(JavaScriptEscapes::decode, "jsDecode");
    add(Catalogue::length, "length");
    add(ByteMap.of(b -> b >= 'A' && b <= 'Z' ? b + 32 : b), "lowercase");
    add(Digest::md5, "md5");
    add(Paths::normalize, "normalizePath", "normalisePath");
    add(Paths::normalizeWindows, "normalizePathWin", "normalisePathWin");
    add(ByteMap.of(b -> withParity(b, 0)), "parityEven7bit");
    add(ByteMap.of(b -> withParity(b, 1)), "parityOdd7bit");
    add(ByteMap.of(b -> b & 0x7F), "parityZero7bit");
    add(Comments::remove, "removeComments");
    add(Comments::removeCharacters, "removeCommentsChar");
    add(Removal.of("\0"), "removeNulls");
    add(Removal.of(" \t\n\u000B\f\r\u00A0\u00C2"), "removeWhitespace");
    add(Comments::replace, "replaceComments");
    add(ByteMap.of(b -> b == 0 ? ' ' : b), "replaceNulls");
    add(Digest::sha1, "sha1");
    add(Hexadecimal::decodeSql, "sqlHexDecode");
    add(Whitespace::trim, "trim");
    add(Whitespace::trimLeft, "trimLeft");
    add(Whitespace::trimRight, "trimRight");
    add(ByteMap.of(b -> b >= 'a' && b <= 'z' ? b - 32 : b), "uppercase");
    add(UrlCoding::decode, "urlDecode");
    add(UrlCoding::decodeUnicode, "urlDecodeUni");
    add(UrlCoding::encode, "urlEncode");
    add(Utf8Escapes::encode, "utf8toUnicode");
  }

  private Catalogue() {}

  static @Nullable Transformation find(String name) {
    return BY_NAME.get(name.toLowerCase(Locale.ROOT));
  }

  private static void add(Transformation transformation, String... names) {
    for (String name : names) {
      BY_NAME.put(name.toLowerCase(Locale.ROOT), transformation);
    }
  }

  private static String length(String value) {
    String length = Integer.toString(value.length());
    return length.equals(value) ? value : length;
  }

  /** Seven bits and an eighth that is set when all eight had the other parity. */
  private static int withParity(int b, int parity) {
    return (Integer.bitCount(b) & 1) == parity ? b & 0x7F : b | 0x80;
  }
}
