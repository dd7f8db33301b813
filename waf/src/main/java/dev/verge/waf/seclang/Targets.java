package dev.verge.waf.seclang;

import dev.verge.waf.seclang.Target.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what a rule looks at: {@code ARGS|!ARGS:x|&REQUEST_HEADERS:/y/}. */
public final class Targets {
  private final Source at;
  private final String text;
  private final String separators;
  private int i;

  private Targets(Source at, String text, String separators) {
    this.at = at;
    this.text = text;
    this.separators = separators;
  }

  /** Reads targets with bars between; a wrong one is a {@link SecLangException}. */
  public static List<Target> parse(Source at, String text) {
    return new Targets(at, text, "|").list();
  }

  /** Reads the targets of an update, which may have commas between. */
  static List<Target> parseUpdate(Source at, String text) {
    return new Targets(at, text, "|,").list();
  }

  private List<Target> list() {
    List<Target> targets = new ArrayList<>();
    while (true) {
      targets.add(target());
      skipSpaces();
      if (i == text.length()) {
        return targets;
      }
      if (!isSeparator(text.charAt(i++))) {
        throw new SecLangException(
            at, "a separator is missing before '" + text.substring(i - 1) + "' in '" + text + "'");
      }
    }
  }

  private Target target() {
    skipSpaces();
    boolean excluded = take('!');
    boolean counted = take('&');
    int start = i;
    while (i < text.length() && text.charAt(i) != ':' && !isSeparator(text.charAt(i))) {
      i++;
    }
    String collection = text.substring(start, i).strip().toUpperCase(Locale.ROOT);
    if (collection.isEmpty()) {
      throw new SecLangException(at, "a target without a name in '" + text + "'");
    }
    return new Target(excluded, counted, collection, take(':') ? selector(collection) : null);
  }

  private @Nullable Selector selector(String collection) {
    boolean quoted = take('\'');
    Selector selector;
    // The XML collection's selectors are paths, which begin with a slash as well.
    if (!collection.equals("XML") && take('/')) {
      selector = new Selector.Pattern(pattern());
    } else {
      selector = new Selector.Name(until(quoted ? "'" : separators));
    }
    if (quoted && !take('\'')) {
      throw new SecLangException(at, "a ' is not closed in '" + text + "'");
    }
    return selector;
  }

  /** Up to the slash that no backslash precedes. */
  private String pattern() {
    StringBuilder pattern = new StringBuilder();
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (c == '/') {
        return pattern.toString();
      }
      if (c == '\\' && i < text.length()) {
        if (text.charAt(i) != '/') {
          pattern.append(c);
        }
        c = text.charAt(i++);
      }
      pattern.append(c);
    }
    throw new SecLangException(at, "a / is not closed in '" + text + "'");
  }

  private String until(String ends) {
    int start = i;
    while (i < text.length() && ends.indexOf(text.charAt(i)) < 0) {
      i++;
    }
    return text.substring(start, i).strip();
  }

  private boolean isSeparator(char c) {
    return separators.indexOf(c) >= 0;
  }

  private void skipSpaces() {
    while (take(' ')) {
      // spaces around separators
    }
  }

  private boolean take(char c) {
    if (i < text.length() && text.charAt(i) == c) {
      i++;
      return true;
    }
    return false;
  }
}
