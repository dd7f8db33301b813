package dev.verge.waf.injection;

import dev.verge.waf.injection.SqlFolding.Outcome;

/** Folding of two tokens, by what the first of them is. */
final class PairRules {
  /**
   * Functions that are called by names common enough to be columns, or used without being called.
   */
  private static final WordTable CALLABLE_NAMES =
      WordTable.of(
          "USER_ID",
          "USER_NAME",
          "DATABASE",
          "PASSWORD",
          "USER",
          "CURRENT_USER",
          "CURRENT_DATE",
          "CURRENT_TIME",
          "CURRENT_TIMESTAMP",
          "LOCALTIME",
          "LOCALTIMESTAMP");

  private PairRules() {}

  static Outcome apply(TokenWindow window) {
    SqlToken first = window.at(0);
    SqlToken second = window.at(1);
    return switch (first.type()) {
      case STRING -> string(window, second);
      case SEMICOLON -> semicolon(window, second);
      case OPERATOR -> operator(window, first, second);
      case LOGIC_OPERATOR -> isSignOrCast(second) ? dropAndRestart(window) : other(window, second);
      case LEFT_PARENTHESIS -> leftParenthesis(window, second);
      case RIGHT_PARENTHESIS -> repeated(window, first, second);
      case LEFT_BRACE -> leftBrace(window, second);
      case KEYWORD -> keyword(window, first, second);
      case BAREWORD -> bareword(window, first, second);
      case VARIABLE -> name(window, first, second);
      case SQL_TYPE -> cast(window, first, second);
      case COLLATE -> collation(window, second);
      case BACKSLASH -> backslash(window, first, second);
      case UNION, FUNCTION, EXPRESSION, TSQL ->
          isPhrase(window, first, second) ? Outcome.FOLDED : other(window, second);
      default -> other(window, second);
    };
  }

  /** The end of an ODBC escape is dropped as its beginning was. */
  private static Outcome other(TokenWindow window, SqlToken second) {
    return second.is(TokenType.RIGHT_BRACE) ? dropAndRestart(window) : Outcome.UNFOLDED;
  }

  private static Outcome dropAndRestart(TokenWindow window) {
    window.drop(1);
    window.restart();
    return Outcome.FOLDED;
  }

  private static Outcome dropAndStepBack(TokenWindow window) {
    window.drop(1);
    window.stepBack();
    return Outcome.FOLDED;
  }

  private static Outcome replaceFirst(TokenWindow window, SqlToken second) {
    window.set(0, second);
    return dropAndRestart(window);
  }

  private static Outcome retype(TokenWindow window, int offset, TokenType type) {
    window.set(offset, window.at(offset).as(type));
    return Outcome.FOLDED;
  }

  private static boolean isSignOrCast(SqlToken token) {
    return token.isUnaryOperator() || token.is(TokenType.SQL_TYPE);
  }

  /** {@code NOT} and {@code LIKE} are {@code NOT LIKE}, whose type may be another. */
  private static boolean isPhrase(TokenWindow window, SqlToken first, SqlToken second) {
    if (!second.type().isPhraseWord() && !second.is(TokenType.LOGIC_OPERATOR)) {
      return false;
    }
    SqlToken phrase = SqlVocabulary.phrase(first, second);
    if (phrase == null) {
      return false;
    }
    window.set(0, phrase);
    dropAndStepBack(window);
    return true;
  }

  /** Strings side by side are one. */
  private static Outcome string(TokenWindow window, SqlToken second) {
    if (second.is(TokenType.STRING)) {
      window.drop(1);
      return Outcome.FOLDED;
    }
    return other(window, second);
  }

  /** Behind a semicolon {@code IF} is a statement of Transact-SQL, elsewhere a function. */
  private static Outcome semicolon(TokenWindow window, SqlToken second) {
    if (second.is(TokenType.SEMICOLON)) {
      window.drop(1);
      return Outcome.FOLDED;
    }
    if (second.is(TokenType.FUNCTION) && second.startsWith("IF")) {
      return retype(window, 1, TokenType.TSQL);
    }
    return other(window, second);
  }

  private static Outcome operator(TokenWindow window, SqlToken first, SqlToken second) {
    if (isSignOrCast(second)) {
      return dropAndRestart(window);
    }
    if (isPhrase(window, first, second)) {
      return Outcome.FOLDED;
    }
    if (first.says("LIKE") || first.says("NOT LIKE")) {
      if (second.is(TokenType.LEFT_PARENTHESIS)) {
        retype(window, 0, TokenType.FUNCTION);
      }
      return Outcome.UNFOLDED;
    }
    return other(window, second);
  }

  private static Outcome leftParenthesis(TokenWindow window, SqlToken second) {
    return second.isUnaryOperator()
        ? dropAndStepBack(window)
        : repeated(window, window.at(0), second);
  }

  private static Outcome repeated(TokenWindow window, SqlToken first, SqlToken second) {
    return second.is(first.type()) ? dropAndRestart(window) : other(window, second);
  }

  /**
   * What {@code {name expression}} is to ODBC and MySQL is the expression. With an empty name it is
   * nothing but a way around filters.
   */
  private static Outcome leftBrace(TokenWindow window, SqlToken second) {
    if (!second.is(TokenType.BAREWORD)) {
      return other(window, second);
    }
    if (second.length() == 0) {
      return Outcome.EVIL;
    }
    window.drop(2);
    window.restart();
    return Outcome.FOLDED;
  }

  /** {@code IN} is an operator before a list, and nothing elsewhere. */
  private static Outcome keyword(TokenWindow window, SqlToken first, SqlToken second) {
    if (isPhrase(window, first, second)) {
      return Outcome.FOLDED;
    }
    if (first.says("IN") || first.says("NOT IN")) {
      boolean list = second.is(TokenType.LEFT_PARENTHESIS);
      return retype(window, 0, list ? TokenType.OPERATOR : TokenType.BAREWORD);
    }
    return other(window, second);
  }

  private static Outcome bareword(TokenWindow window, SqlToken first, SqlToken second) {
    return isPhrase(window, first, second) ? Outcome.FOLDED : name(window, first, second);
  }

  private static Outcome name(TokenWindow window, SqlToken first, SqlToken second) {
    if (second.is(TokenType.LEFT_PARENTHESIS) && CALLABLE_NAMES.contains(first)) {
      return retype(window, 0, TokenType.FUNCTION);
    }
    return other(window, second);
  }

  /** A type before a value is a cast. */
  private static Outcome cast(TokenWindow window, SqlToken first, SqlToken second) {
    if (isPhrase(window, first, second)) {
      return Outcome.FOLDED;
    }
    return second.type().isOperand()
            || second.is(TokenType.SQL_TYPE)
            || second.is(TokenType.LEFT_PARENTHESIS)
            || second.is(TokenType.FUNCTION)
        ? replaceFirst(window, second)
        : other(window, second);
  }

  /** There are more collations than can be listed; they are known by their underscore. */
  private static Outcome collation(TokenWindow window, SqlToken second) {
    if (!second.is(TokenType.BAREWORD)) {
      return other(window, second);
    }
    if (hasUnderscore(second)) {
      retype(window, 1, TokenType.SQL_TYPE);
      window.goBack();
    }
    return Outcome.UNFOLDED;
  }

  private static boolean hasUnderscore(SqlToken token) {
    int at = 0;
    // A quoted name may have a zero byte in it; what is behind that does not count.
    while (token.charAt(at) != 0 && token.charAt(at) != '_') {
      at++;
    }
    return token.charAt(at) == '_';
  }

  /** Transact-SQL reads {@code \%1} as {@code 0%1}, and {@code \1} as {@code 1}. */
  private static Outcome backslash(TokenWindow window, SqlToken first, SqlToken second) {
    if (!second.isArithmeticOperator()) {
      return replaceFirst(window, second);
    }
    window.set(0, first.as(TokenType.NUMBER));
    window.restart();
    return Outcome.FOLDED;
  }
}
