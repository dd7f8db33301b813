package dev.verge.waf.seclang;

import dev.verge.waf.seclang.Directive.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads a list of actions: {@code name}, {@code name:value} or {@code name:'quoted value'}. */
final class Actions {
  private final Source at;
  private final String text;
  private int i;

  private Actions(Source at, String text) {
    this.at = at;
    this.text = text;
  }

  static List<Action> parse(Source at, String text) {
    return new Actions(at, text).list();
  }

  private List<Action> list() {
    List<Action> actions = new ArrayList<>();
    skipSpace();
    while (i < text.length()) {
      String name = name();
      String value = "";
      if (i < text.length() && text.charAt(i) == ':') {
        i++;
        skipSpace();
        value = i < text.length() && text.charAt(i) == '\'' ? quoted() : plain();
      }
      actions.add(new Action(name, value));
      skipSpace();
      if (i < text.length()) {
        if (text.charAt(i++) != ',') {
          throw new SecLangException(at, "a comma is missing behind the action " + name);
        }
        skipSpace();
      }
    }
    return actions;
  }

  private String name() {
    int start = i;
    while (i < text.length() && text.charAt(i) != ':' && text.charAt(i) != ',') {
      i++;
    }
    String name = text.substring(start, i).strip().toLowerCase(Locale.ROOT);
    if (name.isEmpty()) {
      throw new SecLangException(at, "an action without a name");
    }
    return name;
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    for (i++; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'') {
        i++;
        return value.toString();
      }
      if (c == '\\' && (next() == '\'' || next() == '\\')) {
        c = text.charAt(++i);
      }
      value.append(c);
    }
    throw new SecLangException(at, "a ' is not closed");
  }

  /** The character behind this one, or NUL at the end. */
  private char next() {
    return i + 1 < text.length() ? text.charAt(i + 1) : 0;
  }

  private String plain() {
    int start = i;
    while (i < text.length() && text.charAt(i) != ',') {
      i++;
    }
    return text.substring(start, i).strip();
  }

  private void skipSpace() {
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
  }
}
