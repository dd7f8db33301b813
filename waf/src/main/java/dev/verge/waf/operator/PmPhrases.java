package dev.verge.waf.operator;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the phrases of {@code @pm}, with spaces between. As in Snort's rules, bars hold bytes in
 * hexadecimal: {@code |41 42|c} is {@code ABc}, and a backslash goes before a colon, a semicolon, a
 * quote or another backslash that are meant as themselves. An argument in which bars or backslashes
 * are anything else is text as it stands, as in ModSecurity.
 */
final class PmPhrases {
  private final String argument;
  private final List<String> phrases = new ArrayList<>();
  private final StringBuilder phrase = new StringBuilder();
  private int i;

  private PmPhrases(String argument) {
    this.argument = argument;
  }

  static List<String> parse(String argument) {
    List<String> phrases = new PmPhrases(argument).read();
    return phrases == null ? List.of(argument.strip().split("\\s+", -1)) : phrases;
  }

  /** The phrases; null if bars and backslashes are not used that way. */
  private @Nullable List<String> read() {
    while (i < argument.length()) {
      char c = argument.charAt(i++);
      boolean understood = true;
      switch (c) {
        case '|' -> understood = bytes();
        case '\\' -> understood = escaped();
        case ' ', '\t', '\n', '\r' -> end();
        default -> phrase.append(c);
      }
      if (!understood) {
        return null;
      }
    }
    end();
    return phrases;
  }

  private void end() {
    phrases.add(phrase.toString());
    phrase.setLength(0);
  }

  private boolean bytes() {
    int bar = argument.indexOf('|', i);
    String digits = bar < 0 ? "" : argument.substring(i, bar).replace(" ", "");
    if (digits.isEmpty()
        || digits.length() % 2 != 0
        || !digits.chars().allMatch(HexFormat::isHexDigit)) {
      return false;
    }
    for (byte b : HexFormat.of().parseHex(digits)) {
      phrase.append((char) (b & 0xFF));
    }
    i = bar + 1;
    return true;
  }

  private boolean escaped() {
    if (i == argument.length() || ":;\\\"".indexOf(argument.charAt(i)) < 0) {
      return false;
    }
    phrase.append(argument.charAt(i++));
    return true;
  }
}
