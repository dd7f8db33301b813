package dev.verge.waf.injection;

import static dev.verge.waf.injection.SqlLexer.peek;

import org.jspecify.annotations.Nullable;

/**
 * Numbers, amounts of money, and what else a digit, a dot or a dollar sign begins. Where a run of
 * digits or letters is asked for, a zero byte counts as one.
 */
final class SqlNumbers {
  static final ByteSet HEXADECIMAL = new ByteSet("\0000123456789ABCDEFabcdef");
  static final ByteSet BINARY = new ByteSet("\00001");
  private static final ByteSet DECIMAL = new ByteSet("0123456789");
  private static final ByteSet MONEY = new ByteSet("\0000123456789.,");
  private static final ByteSet LETTERS =
      new ByteSet("\0ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
  private static final ByteSet SIGNS = new ByteSet("+-");
  private static final ByteSet EXPONENT_MARKS = new ByteSet("eE");
  private static final ByteSet TYPE_SUFFIXES = new ByteSet("dDfF");

  private SqlNumbers() {}

  static SqlToken number(String value, int at) {
    ByteSet digits = prefixedDigits(value, at);
    return digits == null ? decimal(value, at) : prefixed(value, at, digits);
  }

  private static @Nullable ByteSet prefixedDigits(String value, int at) {
    if (value.charAt(at) != '0') {
      return null;
    }
    return switch (peek(value, at + 1)) {
      case 'x', 'X' -> HEXADECIMAL;
      case 'b', 'B' -> BINARY;
      default -> null;
    };
  }

  private static SqlToken prefixed(String value, int at, ByteSet digits) {
    int end = digits.skip(value, at + 2);
    TokenType type = end == at + 2 ? TokenType.BAREWORD : TokenType.NUMBER;
    return SqlToken.of(type, value, at, end);
  }

  private static SqlToken decimal(String value, int at) {
    int end = DECIMAL.skip(value, at);
    if (peek(value, end) == '.') {
      end = DECIMAL.skip(value, end + 1);
      if (end - at == 1) {
        return SqlToken.of(TokenType.DOT, value, at, end);
      }
    }
    TokenType type = TokenType.NUMBER;
    if (isAt(EXPONENT_MARKS, value, end)) {
      int exponent = isAt(SIGNS, value, end + 1) ? end + 2 : end + 1;
      end = DECIMAL.skip(value, exponent);
      type = end == exponent ? TokenType.BAREWORD : TokenType.NUMBER;
    }
    return SqlToken.of(type, value, at, hasTypeSuffix(value, end) ? end + 1 : end);
  }

  /**
   * Oracle's mark for float or double. The {@code u} lets {@code 1fUNION} be read as databases do.
   */
  private static boolean hasTypeSuffix(String value, int at) {
    if (!isAt(TYPE_SUFFIXES, value, at)) {
      return false;
    }
    int following = peek(value, at + 1);
    return switch (following) {
      case -1, ';', 'u', 'U' -> true;
      default -> SqlNames.SPACE.contains((char) following);
    };
  }

  private static boolean isAt(ByteSet set, String value, int at) {
    return at < value.length() && set.contains(value.charAt(at));
  }

  /** An amount of money, a string of PostgreSQL between dollar signs, or just the sign. */
  static SqlToken dollar(String value, int at) {
    int end = MONEY.skip(value, at + 1);
    if (end == at + 1) {
      return dollarQuoted(value, at);
    }
    if (end == at + 2 && value.charAt(at + 1) == '.') {
      return SqlNames.word(value, at);
    }
    return SqlToken.of(TokenType.NUMBER, value, at, end);
  }

  /** {@code $$text$$} or {@code $tag$text$tag$}. */
  private static SqlToken dollarQuoted(String value, int at) {
    int tagEnd = LETTERS.skip(value, at + 1);
    if (peek(value, tagEnd) != '$') {
      return SqlToken.of(TokenType.BAREWORD, value, at, at + 1);
    }
    int body = tagEnd + 1;
    String tag = value.substring(at, body);
    int close = value.indexOf(tag, body);
    return close < 0
        ? SqlStrings.unclosed(value, body, '$')
        : SqlToken.string(TokenType.STRING, value, body, close, '$', '$', close + tag.length());
  }
}
