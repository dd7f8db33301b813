package dev.verge.waf.injection;

import java.util.List;

/**
 * Shortens the tokens of a value to those that tell what it does: {@code 1+2*a} is as much a number
 * as {@code 1}. That keeps fingerprints few, and no attack can hide behind filler.
 *
 * <p>Looks at two tokens, then at three. A rule that applies takes tokens away, or changes one's
 * type, and has the folding begin again where its result may be part of something further left.
 * Where none applies the folding goes on a token further. Each token is read once and taken away at
 * most once, with a few steps in between; so the time is linear in their number.
 */
final class SqlFolding {
  /** What a rule that was tried leaves to do. */
  enum Outcome {
    /** Begin again with what the rule left. */
    FOLDED,
    /** No rule applied, or one after which the others still may. */
    UNFOLDED,
    /** The value cannot be read, which is answer enough. */
    EVIL
  }

  /** Five tokens that say no more than the first: an expression in an expression. */
  private static final List<String> NESTED_EXPRESSIONS =
      List.of("1o(1)", "1,(1)", "no(n)", "no(1)", "1),(1", "n)o(n");

  private SqlFolding() {}

  /** The folded tokens, at most five; a single evil one if the value cannot be read. */
  static SqlToken[] fold(SqlLexer lexer) {
    TokenWindow window = new TokenWindow(lexer);
    if (!window.readFirst()) {
      return new SqlToken[0];
    }
    while (true) {
      if (window.isFull() && isNestedExpression(window)) {
        window.collapse();
      }
      if (window.isComplete()) {
        return window.settled();
      }
      if (step(window) == Outcome.EVIL) {
        return new SqlToken[] {window.at(0).as(TokenType.EVIL)};
      }
    }
  }

  private static boolean isNestedExpression(TokenWindow window) {
    for (String codes : NESTED_EXPRESSIONS) {
      if (window.startsWith(codes)) {
        return true;
      }
    }
    return false;
  }

  private static Outcome step(TokenWindow window) {
    if (!window.has(2)) {
      return Outcome.UNFOLDED;
    }
    Outcome outcome = PairRules.apply(window);
    if (outcome != Outcome.UNFOLDED || !window.has(3)) {
      return outcome;
    }
    outcome = TripleRules.apply(window);
    if (outcome == Outcome.UNFOLDED) {
      window.advance();
    }
    return outcome;
  }
}
