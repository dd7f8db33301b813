package dev.verge.waf.injection;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells whether a text begins with one of many words of ASCII letters, written in any case. */
final class PrefixTree {
  private static final int LETTERS = 26;

  private static final class Node {
    final @Nullable Node[] children = new @Nullable Node[LETTERS];
    boolean isWord;
  }

  private final Node root = new Node();

  PrefixTree(List<String> words) {
    words.forEach(this::add);
  }

  private void add(String word) {
    Node node = root;
    for (int i = 0; i < word.length(); i++) {
      int letter = word.charAt(i) - 'A';
      Node child = node.children[letter];
      if (child == null) {
        child = new Node();
        node.children[letter] = child;
      }
      node = child;
    }
    node.isWord = true;
  }

  /** Whether one of the words stands at {@code start} and does not go on behind {@code end}. */
  boolean matches(String text, int start, int end) {
    Node node = root;
    for (int i = start; i < end; i++) {
      int letter = (text.charAt(i) | 0x20) - 'a';
      Node child = letter < 0 || letter >= LETTERS ? null : node.children[letter];
      if (child == null) {
        return false;
      }
      if (child.isWord) {
        return true;
      }
      node = child;
    }
    return false;
  }
}
