package dev.verge.waf.injection;

import dev.verge.waf.injection.HtmlToken.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Splits a value into the tokens of HTML, by the state machine of the HTML standard, simplified to
 * what matters for finding scripts, and with what old browsers do besides: zero bytes are ignored
 * in tag names and are white space elsewhere, a backquote quotes, {@code <%} begins a comment.
 *
 * <p>Reads linearly: a method for a state goes once over the text of its token, and calls the next
 * state's method only where there is no token in between.
 */
final class HtmlLexer {
  /** Where a value may have been put. */
  enum Context {
    DATA,
    UNQUOTED,
    SINGLE_QUOTED,
    DOUBLE_QUOTED,
    BACK_QUOTED
  }

  private enum State {
    DATA,
    TAG_OPEN,
    TAG_END,
    BEFORE_ATTRIBUTE_NAME,
    AFTER_ATTRIBUTE_NAME,
    BEFORE_ATTRIBUTE_VALUE,
    SINGLE_QUOTED_VALUE,
    DOUBLE_QUOTED_VALUE,
    BACK_QUOTED_VALUE,
    END
  }

  private static final ByteSet SPACE = new ByteSet("\0 \t\n\013\f\r");
  private static final ByteSet TAG_NAME_END = new ByteSet(" \t\n\013\f\r/>");
  private static final ByteSet ATTRIBUTE_NAME_END = new ByteSet("\0 \t\n\013\f\r/=>");
  private static final ByteSet UNQUOTED_VALUE_END = new ByteSet("\0 \t\n\013\f\r>");

  private final String value;
  private State state;
  private int at;

  /** Whether the tag being read began with {@code </}. */
  private boolean closing;

  HtmlLexer(String value, Context context) {
    this.value = value;
    this.state =
        switch (context) {
          case DATA -> State.DATA;
          case UNQUOTED -> State.BEFORE_ATTRIBUTE_NAME;
          case SINGLE_QUOTED -> State.SINGLE_QUOTED_VALUE;
          case DOUBLE_QUOTED -> State.DOUBLE_QUOTED_VALUE;
          case BACK_QUOTED -> State.BACK_QUOTED_VALUE;
        };
  }

  /** The next token, or null at the end. */
  @Nullable HtmlToken next() {
    return switch (state) {
      case DATA -> data();
      case TAG_OPEN -> tagOpen();
      case TAG_END -> tagEnd();
      case BEFORE_ATTRIBUTE_NAME -> beforeAttributeName();
      case AFTER_ATTRIBUTE_NAME -> afterAttributeName();
      case BEFORE_ATTRIBUTE_VALUE -> beforeAttributeValue();
      case SINGLE_QUOTED_VALUE -> quotedValue('\'');
      case DOUBLE_QUOTED_VALUE -> quotedValue('"');
      case BACK_QUOTED_VALUE -> quotedValue('`');
      case END -> null;
    };
  }

  /** A token from here to {@code end}, after which reading goes on at {@code next}. */
  private HtmlToken token(Kind kind, int end, State following, int next) {
    HtmlToken token = new HtmlToken(kind, at, end);
    state = following;
    at = next;
    return token;
  }

  private HtmlToken rest(Kind kind) {
    return token(kind, value.length(), State.END, value.length());
  }

  private boolean isAtEnd() {
    return at >= value.length();
  }

  private @Nullable HtmlToken data() {
    int tag = value.indexOf('<', at);
    if (tag < 0) {
      return isAtEnd() ? null : rest(Kind.TEXT);
    }
    HtmlToken text = token(Kind.TEXT, tag, State.TAG_OPEN, tag + 1);
    return text.length() == 0 ? tagOpen() : text;
  }

  private @Nullable HtmlToken tagOpen() {
    if (isAtEnd()) {
      return null;
    }
    char c = value.charAt(at);
    if (isLetter(c) || c == 0) {
      return tagName();
    }
    switch (c) {
      case '!', '/', '?', '%' -> at++;
      default -> {
        return token(Kind.TEXT, at, State.DATA, at);
      }
    }
    return switch (c) {
      case '!' -> markupDeclaration();
      case '/' -> closingTagOpen();
      case '?' -> upTo(">", Kind.COMMENT);
      default -> upTo("%>", Kind.COMMENT);
    };
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private @Nullable HtmlToken closingTagOpen() {
    closing = true;
    if (isAtEnd()) {
      return null;
    }
    char c = value.charAt(at);
    if (c == '>') {
      return data();
    }
    if (isLetter(c)) {
      return tagName();
    }
    closing = false;
    return upTo(">", Kind.COMMENT);
  }

  private HtmlToken tagName() {
    int end = TAG_NAME_END.find(value, at);
    if (end == value.length()) {
      return rest(Kind.TAG_NAME);
    }
    if (value.charAt(end) != '>') {
      return token(Kind.TAG_NAME, end, State.BEFORE_ATTRIBUTE_NAME, end + 1);
    }
    if (!closing) {
      return token(Kind.TAG_NAME, end, State.TAG_END, end);
    }
    closing = false;
    return token(Kind.CLOSING_TAG, end, State.DATA, end + 1);
  }

  private HtmlToken tagEnd() {
    closing = false;
    return token(Kind.TAG_END, at + 1, State.DATA, at + 1);
  }

  /** A slash that does not end the tag is passed over. */
  private @Nullable HtmlToken beforeAttributeName() {
    skipSpace();
    while (!isAtEnd() && value.charAt(at) == '/') {
      at++;
      skipSpace();
    }
    if (isAtEnd()) {
      return null;
    }
    return value.charAt(at) == '>'
        ? token(Kind.TAG_END, at + 1, State.DATA, at + 1)
        : attributeName();
  }

  private void skipSpace() {
    at = SPACE.skip(value, at);
  }

  private HtmlToken attributeName() {
    int end = ATTRIBUTE_NAME_END.find(value, at + 1);
    if (end == value.length()) {
      return rest(Kind.ATTRIBUTE_NAME);
    }
    return switch (value.charAt(end)) {
      case '=' -> token(Kind.ATTRIBUTE_NAME, end, State.BEFORE_ATTRIBUTE_VALUE, end + 1);
      case '>' -> token(Kind.ATTRIBUTE_NAME, end, State.TAG_END, end);
      case '/' -> token(Kind.ATTRIBUTE_NAME, end, State.BEFORE_ATTRIBUTE_NAME, end + 1);
      default -> token(Kind.ATTRIBUTE_NAME, end, State.AFTER_ATTRIBUTE_NAME, end + 1);
    };
  }

  private @Nullable HtmlToken afterAttributeName() {
    skipSpace();
    if (isAtEnd()) {
      return null;
    }
    return switch (value.charAt(at)) {
      case '=' -> {
        at++;
        yield beforeAttributeValue();
      }
      case '>' -> tagEnd();
      default -> beforeAttributeName();
    };
  }

  private @Nullable HtmlToken beforeAttributeValue() {
    skipSpace();
    if (isAtEnd()) {
      return null;
    }
    char c = value.charAt(at);
    return switch (c) {
      case '"', '\'', '`' -> quotedValue(c);
      default -> unquotedValue();
    };
  }

  /** A value in quotes. The opening one is before the value's start in a quoted context. */
  private HtmlToken quotedValue(char quote) {
    at = at == 0 ? 0 : at + 1;
    int end = value.indexOf(quote, at);
    return end < 0
        ? rest(Kind.ATTRIBUTE_VALUE)
        : token(Kind.ATTRIBUTE_VALUE, end, State.BEFORE_ATTRIBUTE_NAME, end + 1);
  }

  private HtmlToken unquotedValue() {
    int end = UNQUOTED_VALUE_END.find(value, at);
    if (end == value.length()) {
      return rest(Kind.ATTRIBUTE_VALUE);
    }
    return value.charAt(end) == '>'
        ? token(Kind.ATTRIBUTE_VALUE, end, State.TAG_END, end)
        : token(Kind.ATTRIBUTE_VALUE, end, State.BEFORE_ATTRIBUTE_NAME, end + 1);
  }

  private HtmlToken markupDeclaration() {
    if (value.regionMatches(true, at, "DOCTYPE", 0, 7)) {
      return upTo(">", Kind.DOCTYPE);
    }
    if (value.startsWith("[CDATA[", at)) {
      at += 7;
      return upTo("]]>", Kind.TEXT);
    }
    if (value.startsWith("--", at)) {
      at += 2;
      return comment();
    }
    return upTo(">", Kind.COMMENT);
  }

  /** A token up to a mark, or to the end of the value if that is missing. */
  private HtmlToken upTo(String mark, Kind kind) {
    int end = value.indexOf(mark, at);
    return end < 0 ? rest(kind) : token(kind, end, State.DATA, end + mark.length());
  }

  /**
   * A comment up to {@code -->} or {@code -!>}, with any number of zero bytes behind the first
   * dash.
   */
  private HtmlToken comment() {
    int dash = value.indexOf('-', at);
    while (dash >= 0) {
      int second = dash + 1;
      while (second < value.length() && value.charAt(second) == 0) {
        second++;
      }
      if (value.startsWith("->", second) || value.startsWith("!>", second)) {
        return token(Kind.COMMENT, dash, State.DATA, second + 2);
      }
      dash = value.indexOf('-', dash + 1);
    }
    return rest(Kind.COMMENT);
  }
}
