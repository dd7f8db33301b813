package dev.verge.waf;

import dev.verge.waf.seclang.Directive.By;
import dev.verge.waf.seclang.SecLangException;
import dev.verge.waf.seclang.Source;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rules an update, a removal or a {@code ctl} is about. Tags and messages are compared as a
 * whole and as they are written, as ModSecurity 3 does it; version 2 took tags for expressions, so
 * one that looks like an expression is an error.
 */
sealed interface RuleFilter {
  /** Whether a rule is one of them. */
  boolean has(ActionReader rule);

  /** Ids from one to another, both included. */
  record Range(int first, int last) {}

  /** By ids. */
  record Ids(List<Range> ranges) implements RuleFilter {
    @Override
    public boolean has(ActionReader rule) {
      int id = rule.id();
      return ranges.stream().anyMatch(range -> range.first <= id && id <= range.last);
    }
  }

  /** By one of the tags. */
  record Tag(String tag) implements RuleFilter {
    @Override
    public boolean has(ActionReader rule) {
      return rule.tags().contains(tag);
    }
  }

  /** By the message. */
  record Message(String message) implements RuleFilter {
    @Override
    public boolean has(ActionReader rule) {
      return rule.message().toString().equals(message);
    }
  }

  /**
   * Reads what rules it is about.
   *
   * @param text ids and ranges such as {@code 1001 2000-2999}; or a tag; or a message
   */
  static RuleFilter of(Source at, By by, String text) {
    return switch (by) {
      case ID -> new Ids(ranges(at, text));
      case TAG -> new Tag(tag(at, text));
      case MSG -> new Message(text);
    };
  }

  private static List<Range> ranges(Source at, String text) {
    List<Range> ranges = new ArrayList<>();
    for (String range : text.strip().replaceAll("\\s*-\\s*", "-").split("\\s+", -1)) {
      String[] ends = range.split("-", 2);
      try {
        int first = Integer.parseInt(ends[0]);
        int last = ends.length == 1 ? first : Integer.parseInt(ends[1]);
        if (first > last) {
          throw new SecLangException(at, "'" + range + "' goes backwards");
        }
        ranges.add(new Range(first, last));
      } catch (NumberFormatException e) {
        throw new SecLangException(at, "'" + range + "' is no id and no range of ids", e);
      }
    }
    return ranges;
  }

  private static String tag(Source at, String text) {
    if (text.chars().anyMatch(c -> "^$*+?|[](){}\\".indexOf(c) >= 0)) {
      throw new SecLangException(
          at, "tags are compared as a whole, and '" + text + "' looks like an expression");
    }
    return text;
  }
}
