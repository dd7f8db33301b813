package dev.verge.waf.injection;

import dev.verge.waf.injection.SqlFolding.Outcome;

/** Folding of three tokens, by what the first of them is. */
final class TripleRules {
  private TripleRules() {}

  static Outcome apply(TokenWindow window) {
    SqlToken first = window.at(0);
    SqlToken second = window.at(1);
    SqlToken third = window.at(2);
    return switch (first.type()) {
      case NUMBER, BAREWORD, VARIABLE, STRING -> operand(window, first, second, third);
      case OPERATOR ->
          dropIf(!second.is(TokenType.LEFT_PARENTHESIS) && third.is(TokenType.OPERATOR), window);
      case LOGIC_OPERATOR -> dropIf(third.is(TokenType.LOGIC_OPERATOR), window);
      case COMMA -> comma(window, second, third);
      case KEYWORD, EXPRESSION, GROUP -> clause(window, first, second, third);
      case FUNCTION -> function(window, first, second, third);
      default -> Outcome.UNFOLDED;
    };
  }

  /** Drops what only goes on from the first token. */
  private static Outcome dropIf(boolean applies, TokenWindow window) {
    if (!applies) {
      return Outcome.UNFOLDED;
    }
    window.drop(2);
    window.restart();
    return Outcome.FOLDED;
  }

  private static Outcome operand(
      TokenWindow window, SqlToken first, SqlToken second, SqlToken third) {
    return dropIf(
        switch (second.type()) {
          case OPERATOR -> isOperation(first, third) || isCast(second, third);
          case COMMA -> third.type().isOperand();
          case DOT -> first.is(TokenType.BAREWORD) && third.is(TokenType.BAREWORD);
          default -> false;
        },
        window);
  }

  /** Whether an operator between the two makes nothing new of the first. Strings are left alone. */
  private static boolean isOperation(SqlToken first, SqlToken third) {
    return switch (third.type()) {
      case NUMBER, BAREWORD -> !first.is(TokenType.STRING);
      case VARIABLE -> first.is(TokenType.VARIABLE);
      default -> false;
    };
  }

  private static boolean isCast(SqlToken second, SqlToken third) {
    return second.says("::") && third.is(TokenType.SQL_TYPE);
  }

  /**
   * A sign in a list is dropped. With a value behind it the whole item goes, the comma too, and the
   * token before that is looked at again.
   */
  private static Outcome comma(TokenWindow window, SqlToken second, SqlToken third) {
    if (!second.isUnaryOperator()) {
      return Outcome.UNFOLDED;
    }
    if (third.type().isOperand()) {
      window.set(1, third);
      window.drop(3);
      window.restart();
      return Outcome.FOLDED;
    }
    boolean droppable = third.is(TokenType.LEFT_PARENTHESIS) || third.is(TokenType.FUNCTION);
    return droppable ? dropSecond(window, third) : Outcome.UNFOLDED;
  }

  /** {@code SELECT -1} is {@code SELECT 1}, {@code LIMIT +(} is {@code LIMIT (}. */
  private static Outcome clause(
      TokenWindow window, SqlToken first, SqlToken second, SqlToken third) {
    boolean dropped =
        second.isUnaryOperator()
            ? isSigned(first, third)
            : first.is(TokenType.EXPRESSION)
                && second.is(TokenType.DOT)
                && third.is(TokenType.BAREWORD);
    return dropped ? dropSecond(window, third) : Outcome.UNFOLDED;
  }

  private static boolean isSigned(SqlToken first, SqlToken third) {
    return third.type().isOperand()
        || third.is(TokenType.FUNCTION)
        || (third.is(TokenType.LEFT_PARENTHESIS) && !first.is(TokenType.KEYWORD));
  }

  private static Outcome dropSecond(TokenWindow window, SqlToken third) {
    window.set(1, third);
    window.drop(1);
    window.restart();
    return Outcome.FOLDED;
  }

  /** {@code USER()} is a function; called with anything it is some name. */
  private static Outcome function(
      TokenWindow window, SqlToken first, SqlToken second, SqlToken third) {
    if (second.is(TokenType.LEFT_PARENTHESIS)
        && !third.is(TokenType.RIGHT_PARENTHESIS)
        && first.says("USER")) {
      window.set(0, first.as(TokenType.BAREWORD));
    }
    return Outcome.UNFOLDED;
  }
}
