package dev.verge.waf.injection;

import dev.verge.waf.injection.HtmlLexer.Context;
import dev.verge.waf.injection.ScriptNames.Attribute;

/**
 * Detects cross-site scripting as libinjection does. A value is split into HTML tokens, as if it
 * stood in text, in a tag, and in an attribute's value with each kind of quotes; and it is an
 * attack if it has what can run a script: a tag or an attribute that does, a URL or a style sheet
 * that may, a document type, or a comment that is none to some browser. Unlike libinjection it
 * reads on behind a byte 0xFF in a tag, as browsers do.
 */
public final class Xss {
  private static final Context[] CONTEXTS = Context.values();

  private Xss() {}

  /** Whether a value can run a script when it is put into a page. */
  public static boolean detects(String value) {
    for (Context context : CONTEXTS) {
      if (detects(value, context)) {
        return true;
      }
    }
    return false;
  }

  static boolean detects(String value, Context context) {
    HtmlLexer lexer = new HtmlLexer(value, context);
    Attribute attribute = Attribute.HARMLESS;
    for (HtmlToken token = lexer.next(); token != null; token = lexer.next()) {
      if (runsScript(value, token, attribute)) {
        return true;
      }
      attribute =
          token.kind() == HtmlToken.Kind.ATTRIBUTE_NAME
              ? ScriptNames.attribute(value, token.start(), token.end())
              : Attribute.HARMLESS;
    }
    return false;
  }

  /**
   * @param attribute the attribute whose name was the token before
   */
  private static boolean runsScript(String value, HtmlToken token, Attribute attribute) {
    return switch (token.kind()) {
      case DOCTYPE -> true;
      case TAG_NAME -> ScriptNames.isTag(value, token.start(), token.end());
      case ATTRIBUTE_VALUE -> isHarmful(value, token, attribute);
      case COMMENT -> isActive(value, token);
      case TEXT, TAG_END, CLOSING_TAG, ATTRIBUTE_NAME -> false;
    };
  }

  private static boolean isHarmful(String value, HtmlToken token, Attribute attribute) {
    return switch (attribute) {
      case HARMLESS -> false;
      case BANNED, STYLE -> true;
      case URL -> UrlScheme.isDangerous(value, token.start(), token.end());
      case INDIRECT ->
          ScriptNames.attribute(value, token.start(), token.end()) != Attribute.HARMLESS;
    };
  }

  /**
   * Whether a comment is more than that: to Internet Explorer a backquote ends it and {@code [if}
   * begins a condition, and XML has declarations that look like comments to HTML.
   */
  private static boolean isActive(String value, HtmlToken comment) {
    return value.indexOf('`', comment.start(), comment.end()) >= 0
        || (comment.length() > 3
            && (begins(value, comment, "[IF") || begins(value, comment, "XML")))
        || (comment.length() > 5
            && (begins(value, comment, "IMPORT") || begins(value, comment, "ENTITY")));
  }

  private static boolean begins(String value, HtmlToken token, String word) {
    return value.regionMatches(true, token.start(), word, 0, word.length());
  }
}
