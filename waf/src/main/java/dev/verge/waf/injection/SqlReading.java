package dev.verge.waf.injection;

import org.jspecify.annotations.Nullable;

/**
 * A value read in one mode: its folded tokens and their types' letters, the fingerprint.
 *
 * @param tokensRead the number of tokens before folding
 * @param dialectMattered whether the other dialect reads the value otherwise
 */
record SqlReading(
    String value, SqlToken[] tokens, String fingerprint, int tokensRead, boolean dialectMattered) {

  static SqlReading of(String value, SqlMode mode) {
    SqlLexer lexer = new SqlLexer(value, mode);
    SqlToken[] tokens = SqlFolding.fold(lexer);
    endWithComment(tokens);
    return new SqlReading(
        value, tokens, fingerprint(tokens), lexer.tokensRead(), lexer.dialectMattered());
  }

  /** A backquote that nothing follows hides the rest of a statement from MySQL like a comment. */
  private static void endWithComment(SqlToken[] tokens) {
    if (tokens.length > 2) {
      SqlToken last = tokens[tokens.length - 1];
      if (last.is(TokenType.BAREWORD)
          && last.open() == '`'
          && last.length() == 0
          && last.close() == 0) {
        tokens[tokens.length - 1] = last.as(TokenType.COMMENT);
      }
    }
  }

  private static String fingerprint(SqlToken[] tokens) {
    StringBuilder codes = new StringBuilder(tokens.length);
    for (SqlToken token : tokens) {
      if (token.is(TokenType.EVIL)) {
        return String.valueOf(token.type().code());
      }
      codes.append(token.type().code());
    }
    return codes.toString();
  }

  /** The fingerprint if it is one of an injection, else null. */
  @Nullable String injection() {
    return SqlVocabulary.isFingerprint(fingerprint) && !HonestSql.isLikely(this)
        ? fingerprint
        : null;
  }
}
