package dev.verge.waf.injection;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The first tokens of a value, as far as they are read and folded. At most five make a fingerprint,
 * and a sixth is read where it decides what the fifth is; so there are never more than six. The
 * rules look at the tokens at a cursor: those to its left are settled, until a rule moves it back.
 */
final class TokenWindow {
  static final int LIMIT = 5;

  private final SqlLexer lexer;
  private final SqlToken[] tokens = new SqlToken[LIMIT + 1];
  private int size;
  private int cursor;
  private boolean moreToRead = true;

  /** The leftmost place whose token is another than when the rules were last tried on it. */
  private int changed;

  /** The comment behind the last token, should nothing follow it. */
  private @Nullable SqlToken trailingComment;

  TokenWindow(SqlLexer lexer) {
    this.lexer = lexer;
  }

  /**
   * Reads the first token that is not just an opening: whatever a value stands behind, comments,
   * parentheses, casts and signs there change nothing. False if there is no such token.
   */
  boolean readFirst() {
    SqlToken token = lexer.next();
    while (token != null && isOpening(token)) {
      token = lexer.next();
    }
    if (token == null) {
      return false;
    }
    tokens[size++] = token;
    return true;
  }

  private static boolean isOpening(SqlToken token) {
    return switch (token.type()) {
      case COMMENT, LEFT_PARENTHESIS, SQL_TYPE -> true;
      default -> token.isUnaryOperator();
    };
  }

  /**
   * Reads until there are this many tokens at the cursor, passing over comments. If there are no
   * more, settles what is there and answers false.
   */
  boolean has(int wanted) {
    while (moreToRead && size <= LIMIT && size - cursor < wanted) {
      read();
    }
    if (size - cursor >= wanted) {
      return true;
    }
    cursor = size;
    return false;
  }

  private void read() {
    SqlToken token = lexer.next();
    if (token == null) {
      moreToRead = false;
    } else if (token.is(TokenType.COMMENT)) {
      trailingComment = token;
    } else {
      trailingComment = null;
      tokens[size++] = token;
    }
  }

  /** Whether nothing is left to fold: the value has ended or a fingerprint is settled. */
  boolean isComplete() {
    return !moreToRead || cursor >= LIMIT;
  }

  boolean isFull() {
    return size >= LIMIT;
  }

  /** Whether the first tokens have these codes. */
  boolean startsWith(String codes) {
    for (int i = 0; i < codes.length(); i++) {
      if (tokens[i].type().code() != codes.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Leaves the first token, and the sixth if it was read already. */
  void collapse() {
    if (size > LIMIT) {
      tokens[1] = tokens[LIMIT];
      size = 2;
    } else {
      size = 1;
    }
    cursor = 0;
  }

  /** The token so many places behind the cursor. */
  SqlToken at(int offset) {
    return tokens[cursor + offset];
  }

  void set(int offset, SqlToken token) {
    tokens[cursor + offset] = token;
    changed = Math.min(changed, cursor + offset);
  }

  /** Takes tokens off the end. */
  void drop(int tokensDropped) {
    size -= tokensDropped;
    changed = Math.min(changed, size);
  }

  void advance() {
    cursor++;
  }

  void stepBack() {
    cursor = Math.max(cursor - 1, 0);
  }

  /** Begins again at the first place where a rule may apply that did not before. */
  void restart() {
    goBack();
    changed = tokens.length;
  }

  /**
   * Goes where it would begin again. No rule looks at more than three tokens, so up to two places
   * left of a change nothing is new.
   */
  void goBack() {
    cursor = Math.min(cursor, Math.max(changed - 2, 0));
  }

  /** The tokens of the fingerprint. */
  SqlToken[] settled() {
    if (size < LIMIT && trailingComment != null) {
      tokens[size++] = trailingComment;
    }
    return Arrays.copyOf(tokens, Math.min(size, LIMIT));
  }
}
