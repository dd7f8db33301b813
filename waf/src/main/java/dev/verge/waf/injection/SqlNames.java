package dev.verge.waf.injection;

import static dev.verge.waf.injection.SqlLexer.peek;

/** Words, quoted names and variables. */
final class SqlNames {
  /** White space in some place or other: MySQL takes 0xA0 for it, Oracle the zero byte. */
  static final ByteSet SPACE = new ByteSet("\0 \t\n\013\f\r\240");

  private static final ByteSet WORD_END =
      new ByteSet("\0 \t\n\013\f\r\240[]{}<>:\\?=@!#~+-*/&|^%(),';\"");
  private static final ByteSet VARIABLE_END =
      new ByteSet("\0 \t\n\013\f\r<>:\\?=@!#~+-*/&|^%(),';\"`");

  private SqlNames() {}

  /** A word of SQL, or a name; a word of SQL also ends before a dot or a backquote. */
  static SqlToken word(String value, int at) {
    int end = WORD_END.find(value, at);
    int limit = Math.min(end, at + SqlToken.MAX_LENGTH);
    for (int i = at; i < limit; i++) {
      char c = value.charAt(i);
      if (c == '.' || c == '`') {
        TokenType type = SqlVocabulary.type(value, at, i - at);
        if (type != null && type != TokenType.BAREWORD) {
          return SqlToken.of(type, value, at, i);
        }
      }
    }
    TokenType type = SqlVocabulary.type(value, at, end - at);
    return SqlToken.of(type == null ? TokenType.BAREWORD : type, value, at, end);
  }

  /** MySQL's {@code `name`}, which may be the name of a function. */
  static SqlToken backquoted(String value, int at) {
    SqlToken name = SqlStrings.quoted(value, at);
    TokenType type = SqlVocabulary.type(value, name.start(), name.length());
    return name.as(type == TokenType.FUNCTION ? TokenType.FUNCTION : TokenType.BAREWORD);
  }

  /** Transact-SQL's {@code [name]}. */
  static SqlToken bracketed(String value, int at) {
    int close = value.indexOf(']', at);
    return SqlToken.of(TokenType.BAREWORD, value, at, close < 0 ? value.length() : close + 1);
  }

  /** {@code @name} or {@code @@name}; MySQL allows the name in quotes. */
  static SqlToken variable(String value, int at) {
    int name = peek(value, at + 1) == '@' ? at + 2 : at + 1;
    return switch (peek(value, name)) {
      case '`', '\'', '"' -> SqlStrings.quoted(value, name).as(TokenType.VARIABLE);
      default -> SqlToken.of(TokenType.VARIABLE, value, name, VARIABLE_END.find(value, name));
    };
  }
}
