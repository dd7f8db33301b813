package dev.verge.waf.injection;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds ASCII words, written in any case, without cutting them out of the text they are in: a hash
 * table with linear probing, never more than half full.
 */
final class WordTable {
  /** A word and the letter its table gives to it. */
  record Word(String text, char code) {}

  private final @Nullable Word[] slots;
  private final int[] hashes;
  private final int mask;
  private int minLength = Integer.MAX_VALUE;
  private int maxLength;

  WordTable(List<Word> words) {
    int size = Integer.highestOneBit(Math.max(words.size(), 1)) * 4;
    slots = new @Nullable Word[size];
    hashes = new int[size];
    mask = size - 1;
    words.forEach(this::add);
  }

  /** A table of mere words. */
  static WordTable of(String... words) {
    return new WordTable(Stream.of(words).map(word -> new Word(word, ' ')).toList());
  }

  private void add(Word word) {
    minLength = Math.min(minLength, word.text.length());
    maxLength = Math.max(maxLength, word.text.length());
    int hash = hash(word.text, 0, word.text.length(), 0);
    int slot = slot(hash);
    while (slots[slot] != null) {
      slot = next(slot);
    }
    slots[slot] = word;
    hashes[slot] = hash;
  }

  /** The word that is this part of a text, or null. */
  @Nullable Word find(String text, int start, int length) {
    if (length < minLength || length > maxLength) {
      return null;
    }
    int hash = hash(text, start, length, 0);
    int slot = slot(hash);
    for (Word word = slots[slot]; word != null; word = slots[slot]) {
      if (hashes[slot] == hash
          && word.text.length() == length
          && word.text.regionMatches(true, 0, text, start, length)) {
        return word;
      }
      slot = next(slot);
    }
    return null;
  }

  boolean contains(SqlToken token) {
    return find(token.source(), token.start(), token.length()) != null;
  }

  /** The entry that is two tokens with a space between them, or null. */
  @Nullable Word find(SqlToken first, SqlToken second) {
    int length = first.length() + 1 + second.length();
    if (length < minLength || length > maxLength) {
      return null;
    }
    int hash = hash(first.source(), first.start(), first.length(), 0);
    hash = hash(" ", 0, 1, hash);
    hash = hash(second.source(), second.start(), second.length(), hash);
    int slot = slot(hash);
    for (Word word = slots[slot]; word != null; word = slots[slot]) {
      if (hashes[slot] == hash
          && word.text.length() == length
          && isPhrase(word.text, first, second)) {
        return word;
      }
      slot = next(slot);
    }
    return null;
  }

  private static boolean isPhrase(String text, SqlToken first, SqlToken second) {
    int space = first.length();
    return text.charAt(space) == ' '
        && text.regionMatches(true, 0, first.source(), first.start(), space)
        && text.regionMatches(true, space + 1, second.source(), second.start(), second.length());
  }

  /** The same for both cases of a letter. */
  private static int hash(String text, int start, int length, int seed) {
    int hash = seed;
    for (int i = start; i < start + length; i++) {
      hash = hash * 31 + (text.charAt(i) & 0xDF);
    }
    return hash;
  }

  private int slot(int hash) {
    return (hash ^ (hash >>> 11)) & mask;
  }

  private int next(int slot) {
    return (slot + 1) & mask;
  }
}
