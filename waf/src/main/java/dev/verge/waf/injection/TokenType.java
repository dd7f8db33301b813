package dev.verge.waf.injection;

/** The kinds of SQL token, each with the letter that stands for it in a fingerprint. */
enum TokenType {
  KEYWORD('k'),
  UNION('U'),
  GROUP('B'),
  EXPRESSION('E'),
  SQL_TYPE('t'),
  FUNCTION('f'),
  BAREWORD('n'),
  NUMBER('1'),
  VARIABLE('v'),
  STRING('s'),
  OPERATOR('o'),
  LOGIC_OPERATOR('&'),
  COMMENT('c'),
  COLLATE('A'),
  LEFT_PARENTHESIS('('),
  RIGHT_PARENTHESIS(')'),
  LEFT_BRACE('{'),
  RIGHT_BRACE('}'),
  DOT('.'),
  COMMA(','),
  COLON(':'),
  SEMICOLON(';'),
  /** A statement that only Transact-SQL has. */
  TSQL('T'),
  BACKSLASH('\\'),
  UNKNOWN('?'),
  /** What databases read so differently that its mere presence is an attack. */
  EVIL('X');

  private static final TokenType[] BY_CODE = new TokenType[128];

  static {
    for (TokenType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final char code;

  TokenType(char code) {
    this.code = code;
  }

  char code() {
    return code;
  }

  /** The type a letter stands for; the letter must be one of the codes. */
  static TokenType of(char code) {
    return BY_CODE[code];
  }

  /** Whether a token of this type is a plain value, as can stand on either side of an operator. */
  boolean isOperand() {
    return switch (this) {
      case BAREWORD, NUMBER, VARIABLE, STRING -> true;
      default -> false;
    };
  }

  /** Whether a token of this type can be a word of a phrase such as {@code NOT LIKE}. */
  boolean isPhraseWord() {
    return switch (this) {
      case KEYWORD, BAREWORD, OPERATOR, UNION, FUNCTION, EXPRESSION, TSQL, SQL_TYPE -> true;
      default -> false;
    };
  }
}
