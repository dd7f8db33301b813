package dev.verge.waf.injection;

import static dev.verge.waf.injection.SqlLexer.peek;

import org.jspecify.annotations.Nullable;

/**
 * Strings and what else is written between quotes. The methods that answer null have seen a letter
 * that would begin a kind of string, but not the string.
 */
final class SqlStrings {
  private SqlStrings() {}

  /** The rest of a string that began before the value. */
  static SqlToken continued(String value, char quote) {
    return upTo(quote, value, 0, '\0');
  }

  static SqlToken quoted(String value, int at) {
    char quote = value.charAt(at);
    return upTo(quote, value, at + 1, quote);
  }

  /** {@code E'text'}. */
  static @Nullable SqlToken escaped(String value, int at) {
    return hasQuoteAndMore(value, at + 1) ? upTo('\'', value, at + 2, '\'') : null;
  }

  /** {@code N'text'}, or Oracle's {@code nq'(text)'}. */
  static @Nullable SqlToken national(String value, int at) {
    return hasQuoteAndMore(value, at + 1) ? escaped(value, at) : oracle(value, at, at + 1);
  }

  /** {@code U&'text'}. */
  static @Nullable SqlToken unicode(String value, int at) {
    return value.startsWith("&'", at + 1) ? upTo('\'', value, at + 3, 'u') : null;
  }

  /** {@code b'0101'}. */
  static @Nullable SqlToken binary(String value, int at) {
    return digits(SqlNumbers.BINARY, value, at);
  }

  /** {@code x'1f'}. */
  static @Nullable SqlToken hexadecimal(String value, int at) {
    return digits(SqlNumbers.HEXADECIMAL, value, at);
  }

  private static @Nullable SqlToken digits(ByteSet digits, String value, int at) {
    if (!hasQuoteAndMore(value, at + 1)) {
      return null;
    }
    int close = digits.skip(value, at + 2);
    return peek(value, close) == '\'' ? SqlToken.of(TokenType.NUMBER, value, at, close + 1) : null;
  }

  /**
   * Oracle's {@code q'(text)'}: the text goes on to the mate of the character behind the quote.
   *
   * @param letter the position of the {@code q}, which may stand behind an {@code n}
   */
  static @Nullable SqlToken oracle(String value, int at, int letter) {
    int q = peek(value, letter);
    if ((q != 'q' && q != 'Q') || !hasQuoteAndMore(value, letter + 1)) {
      return null;
    }
    char opening = value.charAt(letter + 2);
    if (opening <= ' ' || opening > 0x7F) {
      return null;
    }
    int body = letter + 3;
    int close = value.indexOf(mate(opening) + "'", body);
    return close < 0
        ? unclosed(value, body, 'q')
        : SqlToken.string(TokenType.STRING, value, body, close, 'q', 'q', close + 2);
  }

  private static char mate(char opening) {
    return switch (opening) {
      case '(' -> ')';
      case '[' -> ']';
      case '{' -> '}';
      case '<' -> '>';
      default -> opening;
    };
  }

  static SqlToken orWord(@Nullable SqlToken string, String value, int at) {
    return string == null ? SqlNames.word(value, at) : string;
  }

  static SqlToken unclosed(String value, int body, char open) {
    int end = value.length();
    return SqlToken.string(TokenType.STRING, value, body, end, open, '\0', end);
  }

  /** A string whose text starts at {@code body} and goes up to the quote that closes it. */
  static SqlToken upTo(char quote, String value, int body, char open) {
    int close = closing(quote, value, body);
    return close < 0
        ? unclosed(value, body, open)
        : SqlToken.string(TokenType.STRING, value, body, close, open, quote, close + 1);
  }

  /** The first quote that is neither escaped by a backslash nor doubled, or -1. */
  private static int closing(char quote, String value, int body) {
    int at = value.indexOf(quote, body);
    while (at >= 0) {
      if (isEscaped(value, body, at)) {
        at = value.indexOf(quote, at + 1);
      } else if (peek(value, at + 1) == quote) {
        at = value.indexOf(quote, at + 2);
      } else {
        return at;
      }
    }
    return -1;
  }

  /** Whether the number of backslashes before a quote is odd. */
  private static boolean isEscaped(String value, int body, int quote) {
    int before = quote - 1;
    while (before >= body && value.charAt(before) == '\\') {
      before--;
    }
    return (quote - before) % 2 == 0;
  }

  private static boolean hasQuoteAndMore(String value, int at) {
    return at + 1 < value.length() && value.charAt(at) == '\'';
  }
}
