package dev.verge.waf.injection;

/**
 * A token of SQL: a slice of a text, at most {@link #MAX_LENGTH} characters of it, for no word of
 * SQL is longer and only words are looked at whole.
 *
 * @param source the text the token is a slice of: the value, or the phrase words were merged into
 * @param open the mark that opened the string; 0 if none did, as for a string the value only ends
 * @param close the mark that closed the string; 0 if the value ended first
 * @param next where in the value the following token begins
 */
record SqlToken(
    TokenType type, String source, int start, int length, char open, char close, int next) {
  static final int MAX_LENGTH = 31;

  static SqlToken of(TokenType type, String source, int start, int end) {
    return string(type, source, start, end, '\0', '\0', end);
  }

  static SqlToken string(
      TokenType type, String source, int start, int end, char open, char close, int next) {
    return new SqlToken(type, source, start, Math.min(end - start, MAX_LENGTH), open, close, next);
  }

  boolean is(TokenType other) {
    return type == other;
  }

  SqlToken as(TokenType other) {
    return new SqlToken(other, source, start, length, open, close, next);
  }

  /** Whether the token is this word, given in ASCII, in upper or lower case. */
  boolean says(String word) {
    return length == word.length() && startsWith(word);
  }

  boolean startsWith(String word) {
    return length >= word.length() && source.regionMatches(true, start, word, 0, word.length());
  }

  /** The character at an index; 0 behind the token's end. */
  char charAt(int index) {
    return index < length ? source.charAt(start + index) : 0;
  }

  boolean isUnaryOperator() {
    if (type != TokenType.OPERATOR) {
      return false;
    }
    return switch (length) {
      case 1 ->
          switch (charAt(0)) {
            case '+', '-', '!', '~' -> true;
            default -> false;
          };
      case 2 -> says("!!");
      case 3 -> says("NOT");
      default -> false;
    };
  }

  boolean isArithmeticOperator() {
    if (type != TokenType.OPERATOR || length != 1) {
      return false;
    }
    return switch (charAt(0)) {
      case '*', '/', '+', '-', '%' -> true;
      default -> false;
    };
  }
}
