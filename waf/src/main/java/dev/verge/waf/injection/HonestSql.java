package dev.verge.waf.injection;

/**
 * Tells honest values from injections that have the same fingerprint. Only the short fingerprints
 * occur in ordinary text, as {@code 1 union} or {@code rock and roll} do.
 */
final class HonestSql {
  /** Keeps a statement out of SQL Server's audit log; no honest value ends so. */
  private static final String LOG_EVASION = "sp_password";

  private HonestSql() {}

  /** Whether a value whose fingerprint is one of an injection is none all the same. */
  static boolean isLikely(SqlReading reading) {
    String fingerprint = reading.fingerprint();
    if (fingerprint.endsWith("c") && reading.value().contains(LOG_EVASION)) {
      return false;
    }
    return switch (fingerprint.length()) {
      case 2 -> isHonestPair(reading, reading.tokens()[0], reading.tokens()[1]);
      case 3 -> isHonestTriple(reading, reading.tokens()[1]);
      default -> false;
    };
  }

  private static boolean isHonestPair(SqlReading reading, SqlToken first, SqlToken second) {
    if (second.is(TokenType.UNION)) {
      return reading.tokensRead() == 2;
    }
    char mark = second.charAt(0);
    if (mark == '#') {
      return true;
    }
    if (second.is(TokenType.COMMENT)) {
      if (first.is(TokenType.BAREWORD) && mark != '/') {
        return true;
      }
      if (first.is(TokenType.NUMBER)) {
        return mark != '/' && isHonestNumber(reading, first);
      }
    }
    // Many write dashes in a text, so only those at its very end are a sign.
    return mark == '-' && second.length() > 2;
  }

  /**
   * Whether a number and a comment are all there is, and something else is between them. Looks for
   * that where it is if the value begins with the number; white space before it makes the value
   * honest, as libinjection has it.
   */
  private static boolean isHonestNumber(SqlReading reading, SqlToken number) {
    String value = reading.value();
    if (reading.tokensRead() > 2) {
      return false;
    }
    int following = SqlLexer.peek(value, number.length());
    boolean ended = following <= ' ' || following > 0x7F;
    return !ended
        && !value.startsWith("/*", number.length())
        && !value.startsWith("--", number.length());
  }

  private static boolean isHonestTriple(SqlReading reading, SqlToken second) {
    return switch (reading.fingerprint()) {
      case "sos", "s&s" -> !isBetweenQuotes(reading.tokens());
      case "s&n", "n&1", "1&1", "1&v", "1&s" -> reading.tokensRead() == 3;
      // Of the keywords only INTO OUTFILE and INTO DUMPFILE do harm there.
      default ->
          second.is(TokenType.KEYWORD) && (second.length() < 5 || !second.startsWith("INTO"));
    };
  }

  /** {@code text" + "text}, which lacks just the quotes that were there before the value. */
  private static boolean isBetweenQuotes(SqlToken[] tokens) {
    return tokens[0].open() == 0 && tokens[2].close() == 0 && tokens[0].close() == tokens[2].open();
  }
}
