package dev.verge.waf.injection;

import org.jspecify.annotations.Nullable;

/**
 * Splits a value into the tokens of SQL. The first character of a token says which reader knows how
 * far it goes; each reader is a function of the value and the position, so none needs the others.
 * The readers accept what any of the databases accepts: there is no telling which one is behind.
 */
final class SqlLexer {
  private final String value;
  private final SqlMode mode;
  private int at;
  private int tokensRead;
  private boolean dialectMattered;

  SqlLexer(String value, SqlMode mode) {
    this.value = value;
    this.mode = mode;
  }

  /** The next token, or null at the end of the value. */
  @Nullable SqlToken next() {
    while (at < value.length()) {
      SqlToken token = read(value.charAt(at));
      if (token != null) {
        at = token.next();
        tokensRead++;
        return token;
      }
      at++;
    }
    return null;
  }

  int tokensRead() {
    return tokensRead;
  }

  /** Whether there was a {@code #} or a {@code --} that the dialects do not read alike. */
  boolean dialectMattered() {
    return dialectMattered;
  }

  /** The character at a position, or -1 behind the end. */
  static int peek(String value, int at) {
    return at < value.length() ? value.charAt(at) : -1;
  }

  /** The token that starts here, or null for white space. */
  private @Nullable SqlToken read(char first) {
    if (at == 0 && mode.isQuoted()) {
      return SqlStrings.continued(value, mode.quote());
    }
    if (first <= ' ' || first == 0x7F || first == 0xA0) {
      return null;
    }
    return switch (first) {
      case '(', ')', ',', ';', '{', '}' -> single(TokenType.of(first));
      case '?', ']' -> single(TokenType.UNKNOWN);
      case '%', '+', '^', '~' -> single(TokenType.OPERATOR);
      case '!', '&', '*', ':', '<', '=', '>', '|' -> SqlOperators.operator(value, at);
      case '#' -> hash();
      case '-' -> dash();
      case '/' -> SqlOperators.slash(value, at);
      case '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> SqlNumbers.number(value, at);
      case '$' -> SqlNumbers.dollar(value, at);
      case '\'', '"' -> SqlStrings.quoted(value, at);
      case '@' -> SqlNames.variable(value, at);
      case '[' -> SqlNames.bracketed(value, at);
      case '`' -> SqlNames.backquoted(value, at);
      case '\\' -> backslash();
      case 'b', 'B' -> SqlStrings.orWord(SqlStrings.binary(value, at), value, at);
      case 'x', 'X' -> SqlStrings.orWord(SqlStrings.hexadecimal(value, at), value, at);
      case 'e', 'E' -> SqlStrings.orWord(SqlStrings.escaped(value, at), value, at);
      case 'n', 'N' -> SqlStrings.orWord(SqlStrings.national(value, at), value, at);
      case 'q', 'Q' -> SqlStrings.orWord(SqlStrings.oracle(value, at, at), value, at);
      case 'u', 'U' -> SqlStrings.orWord(SqlStrings.unicode(value, at), value, at);
      default -> SqlNames.word(value, at);
    };
  }

  private SqlToken single(TokenType type) {
    return SqlToken.of(type, value, at, at + 1);
  }

  /** An operator of PostgreSQL and Transact-SQL, in MySQL a comment. */
  private SqlToken hash() {
    dialectMattered = true;
    return mode.isMysql() ? SqlOperators.lineComment(value, at) : single(TokenType.OPERATOR);
  }

  /**
   * Two dashes begin a comment; MySQL alone wants white space, or the end, behind them and reads
   * two signs otherwise.
   */
  private SqlToken dash() {
    if (peek(value, at + 1) != '-') {
      return single(TokenType.OPERATOR);
    }
    int third = peek(value, at + 2);
    if (third < 0 || SqlNames.SPACE.contains((char) third)) {
      return SqlOperators.lineComment(value, at);
    }
    if (mode.isMysql()) {
      return single(TokenType.OPERATOR);
    }
    dialectMattered = true;
    return SqlOperators.lineComment(value, at);
  }

  /** {@code \N} is how MySQL writes NULL; Transact-SQL ignores other backslashes. */
  private SqlToken backslash() {
    return peek(value, at + 1) == 'N'
        ? SqlToken.of(TokenType.NUMBER, value, at, at + 2)
        : single(TokenType.BACKSLASH);
  }
}
