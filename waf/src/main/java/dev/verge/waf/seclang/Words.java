package dev.verge.waf.seclang;

import java.util.ArrayList;
import java.util.List;

/** Splits a directive's line into words, which quotes hold together. */
final class Words {
  private Words() {}

  static List<String> split(Source at, String line) {
    List<String> words = new ArrayList<>();
    int i = 0;
    while (true) {
      while (i < line.length() && Character.isWhitespace(line.charAt(i))) {
        i++;
      }
      if (i == line.length()) {
        return words;
      }
      StringBuilder word = new StringBuilder();
      char quote = line.charAt(i);
      i = quote == '"' || quote == '\'' ? quoted(at, line, i, word) : plain(line, i, word);
      words.add(word.toString());
    }
  }

  /** Within quotes a backslash takes the meaning of that quote only; before others it is itself. */
  private static int quoted(Source at, String line, int start, StringBuilder word) {
    char quote = line.charAt(start);
    for (int i = start + 1; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == quote) {
        return i + 1;
      }
      if (c == '\\' && i + 1 < line.length()) {
        char next = line.charAt(i + 1);
        if (next == quote) {
          i++;
          c = next;
        } else if (next == '\\') {
          word.append('\\'); // a pair stays a pair, so that the second cannot escape the quote
          i++;
        }
      }
      word.append(c);
    }
    throw new SecLangException(at, "a " + quote + " is not closed");
  }

  private static int plain(String line, int start, StringBuilder word) {
    int i = start;
    while (i < line.length() && !Character.isWhitespace(line.charAt(i))) {
      word.append(line.charAt(i++));
    }
    return i;
  }
}
