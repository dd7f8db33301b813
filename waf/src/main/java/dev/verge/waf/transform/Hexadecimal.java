package dev.verge.waf.transform;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HexFormat;

/** Bytes written as hexadecimal digits. */
final class Hexadecimal {
  private Hexadecimal() {}

  static String encode(String value) {
    return value.isEmpty() ? value : HexFormat.of().formatHex(value.getBytes(ISO_8859_1));
  }

  /** Each two characters as one byte, even if they are no digits; a last single one is dropped. */
  static String decode(String value) {
    Output out = Output.beginning(value, 0);
    for (int i = 0; i + 1 < value.length(); i += 2) {
      out.add(looseDigit(value.charAt(i)) * 16 + looseDigit(value.charAt(i + 1)));
    }
    return out.orSame(value);
  }

  /** What ModSecurity's arithmetic makes of any byte. */
  private static int looseDigit(char c) {
    return c >= 'A' ? (c & 0xDF) - 'A' + 10 : c - '0';
  }

  /** Decodes hexadecimal literals of SQL such as {@code 0x414243}. */
  static String decodeSql(String value) {
    for (int zero = value.indexOf('0'); zero >= 0; zero = value.indexOf('0', zero + 1)) {
      if (isSqlLiteral(value, zero)) {
        return sqlDecoded(value, zero);
      }
    }
    return value;
  }

  private static String sqlDecoded(String value, int first) {
    Output out = Output.beginning(value, first);
    int i = first;
    while (i < value.length()) {
      if (isSqlLiteral(value, i)) {
        i += 2;
        while (Bytes.hexDigits(value, i, 2) == 2) {
          out.add(Bytes.hexNumber(value, i, 2));
          i += 2;
        }
      } else {
        out.add(value.charAt(i));
        i++;
      }
    }
    return out.orSame(value);
  }

  private static boolean isSqlLiteral(String value, int i) {
    return value.charAt(i) == '0'
        && i + 1 < value.length()
        && (value.charAt(i + 1) | 0x20) == 'x'
        && Bytes.hexDigits(value, i + 2, 2) == 2;
  }
}
