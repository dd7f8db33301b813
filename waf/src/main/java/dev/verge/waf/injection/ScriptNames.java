package dev.verge.waf.injection;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of tags and attributes that run scripts or can be made to. */
final class ScriptNames {
  /** What an attribute can do. */
  enum Attribute {
    HARMLESS,
    /** Harms with any value. */
    BANNED,
    /** Its value is a URL. */
    URL,
    /** Its value is a style sheet, which can contain scripts. */
    STYLE,
    /** Its value is the name of an attribute. */
    INDIRECT
  }

  private static final WordTable TAGS;
  private static final WordTable ATTRIBUTES;
  private static final PrefixTree EVENTS;

  static {
    List<WordTable.Word> words = Tables.words("xss-names.txt");
    TAGS = new WordTable(words.stream().filter(word -> word.code() == 't').toList());
    ATTRIBUTES =
        new WordTable(words.stream().filter(word -> "busi".indexOf(word.code()) >= 0).toList());
    EVENTS =
        new PrefixTree(
            words.stream().filter(word -> word.code() == 'e').map(WordTable.Word::text).toList());
  }

  private ScriptNames() {}

  static boolean isTag(String text, int start, int end) {
    return end - start >= 3
        && (find(TAGS, text, start, end) != null
            || text.regionMatches(true, start, "SVG", 0, 3)
            || text.regionMatches(true, start, "XSL", 0, 3));
  }

  static Attribute attribute(String text, int start, int end) {
    if (end - start < 2) {
      return Attribute.HARMLESS;
    }
    if (end - start >= 5 && (isEvent(text, start, end) || isNamespace(text, start))) {
      return Attribute.BANNED;
    }
    WordTable.Word word = find(ATTRIBUTES, text, start, end);
    return word == null ? Attribute.HARMLESS : attribute(word.code());
  }

  private static boolean isEvent(String text, int start, int end) {
    return text.regionMatches(true, start, "ON", 0, 2) && EVENTS.matches(text, start + 2, end);
  }

  /** With namespaces, tags can be given any name. */
  private static boolean isNamespace(String text, int start) {
    return text.regionMatches(true, start, "XMLNS", 0, 5)
        || text.regionMatches(true, start, "XLINK", 0, 5);
  }

  private static Attribute attribute(char code) {
    return switch (code) {
      case 'b' -> Attribute.BANNED;
      case 'u' -> Attribute.URL;
      case 's' -> Attribute.STYLE;
      default -> Attribute.INDIRECT;
    };
  }

  /** Finds a name as old browsers read it: without the zero bytes in it. */
  private static WordTable.@Nullable Word find(WordTable table, String text, int start, int end) {
    if (text.indexOf(0, start, end) < 0) {
      return table.find(text, start, end - start);
    }
    String name = text.substring(start, end).replace("\0", "");
    return table.find(name, 0, name.length());
  }
}
