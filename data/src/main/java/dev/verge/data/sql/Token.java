package dev.verge.data.sql;

import dev.verge.SqlException;
import java.util.ArrayList;
import java.util.List;

/**
 * A token of SQLite's SQL, as far as classifying statements needs it. Comments and white space make
 * none.
 *
 * @param text of a word as written, of a quoted name or string without its quotes
 * @param start index of its first character
 * @param end index after its last character
 */
record Token(Kind kind, String text, int start, int end) {
  enum Kind {
    /** A keyword or an unquoted name. */
    WORD,
    /** A name in double quotes, brackets or backticks. */
    NAME,
    /** A string in single quotes, which SQLite also takes for a name where only a name can be. */
    STRING,
    /** A number, blob or parameter. */
    OTHER,
    /** One character of anything else. */
    SYMBOL
  }

  boolean is(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  boolean is(char symbol) {
    return kind == Kind.SYMBOL && text.charAt(0) == symbol;
  }

  /** Whether it can name something. */
  boolean names() {
    return kind == Kind.WORD || kind == Kind.NAME || kind == Kind.STRING;
  }

  /**
   * All tokens.
   *
   * @throws SqlException for a quote that does not end
   */
  static List<Token> all(String sql) {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < sql.length()) {
      int next = skip(sql, at);
      if (next > at) {
        at = next;
        continue;
      }
      Token token = one(sql, at);
      tokens.add(token);
      at = token.end;
    }
    return tokens;
  }

  private static int skip(String sql, int at) {
    char c = sql.charAt(at);
    if (c == ' ' || (c >= '\t' && c <= '\r') || c == '\uFEFF') {
      return at + 1;
    }
    if (sql.startsWith("--", at)) {
      int end = sql.indexOf('\n', at);
      return end < 0 ? sql.length() : end + 1;
    }
    if (sql.startsWith("/*", at)) {
      int end = sql.indexOf("*/", at + 2);
      return end < 0 ? sql.length() : end + 2;
    }
    return at;
  }

  private static Token one(String sql, int at) {
    char c = sql.charAt(at);
    if (c == '\'') {
      return quoted(Kind.STRING, sql, at, c);
    }
    if (c == '"' || c == '`' || c == '[') {
      return quoted(Kind.NAME, sql, at, c == '[' ? ']' : c);
    }
    if (isDigit(c) || c == '?' || c == ':' || c == '@' || c == '$' || c == '#') {
      int end = wordEnd(sql, at + 1);
      return new Token(Kind.OTHER, sql.substring(at, end), at, end);
    }
    if (!isWord(c)) {
      return new Token(Kind.SYMBOL, String.valueOf(c), at, at + 1);
    }
    int end = wordEnd(sql, at + 1);
    boolean blob = end == at + 1 && (c == 'x' || c == 'X') && sql.startsWith("'", end);
    if (blob) {
      Token hex = quoted(Kind.STRING, sql, end, '\'');
      return new Token(Kind.OTHER, hex.text, at, hex.end);
    }
    return new Token(Kind.WORD, sql.substring(at, end), at, end);
  }

  private static Token quoted(Kind kind, String sql, int at, char close) {
    StringBuilder text = new StringBuilder();
    for (int i = at + 1; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c != close) {
        text.append(c);
      } else if (close != ']' && i + 1 < sql.length() && sql.charAt(i + 1) == close) {
        text.append(c);
        i++;
      } else {
        return new Token(kind, text.toString(), at, i + 1);
      }
    }
    throw new SqlException(
        SqlException.Kind.STATEMENT, "the quote at character " + (at + 1) + " does not end");
  }

  private static int wordEnd(String sql, int from) {
    int end = from;
    while (end < sql.length() && isWord(sql.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || isDigit(c)
        || c == '_'
        || c == '$'
        || (c >= 0x80 && c != '\uFEFF');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
