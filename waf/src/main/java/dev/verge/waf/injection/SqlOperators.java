package dev.verge.waf.injection;

import static dev.verge.waf.injection.SqlLexer.peek;

/** Operators, and the comments that begin like them. */
final class SqlOperators {
  private SqlOperators() {}

  /** The longest operator that starts here; a lone colon is none. */
  static SqlToken operator(String value, int at) {
    if (value.startsWith("<=>", at)) {
      return SqlToken.of(TokenType.OPERATOR, value, at, at + 3);
    }
    if (at + 1 < value.length()) {
      TokenType type = SqlVocabulary.type(value, at, 2);
      if (type != null) {
        return SqlToken.of(type, value, at, at + 2);
      }
      if (value.charAt(at) == ':') {
        return SqlToken.of(TokenType.COLON, value, at, at + 1);
      }
    }
    return SqlToken.of(TokenType.OPERATOR, value, at, at + 1);
  }

  /** A division, or a comment up to its end mark. */
  static SqlToken slash(String value, int at) {
    if (peek(value, at + 1) != '*') {
      return SqlToken.of(TokenType.OPERATOR, value, at, at + 1);
    }
    int close = value.indexOf("*/", at + 2);
    int end = close < 0 ? value.length() : close + 2;
    return SqlToken.of(commentType(value, at + 2, close), value, at, end);
  }

  /**
   * Only PostgreSQL nests comments and only MySQL runs what is in {@code /*! *}{@code /}: nobody
   * can say where such a comment ends, and no honest value has one.
   */
  private static TokenType commentType(String value, int body, int close) {
    boolean nested = close >= 0 && value.indexOf("/*", body, close + 1) >= 0;
    return nested || peek(value, body) == '!' ? TokenType.EVIL : TokenType.COMMENT;
  }

  /** A comment up to the end of the line. */
  static SqlToken lineComment(String value, int at) {
    int newline = value.indexOf('\n', at);
    int end = newline < 0 ? value.length() : newline;
    int next = newline < 0 ? end : newline + 1;
    return SqlToken.string(TokenType.COMMENT, value, at, end, '\0', '\0', next);
  }
}
