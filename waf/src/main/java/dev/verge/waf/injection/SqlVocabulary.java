package dev.verge.waf.injection;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the databases' dialects of SQL call things, and what their injections look like. */
final class SqlVocabulary {
  private static final WordTable WORDS;
  private static final WordTable PHRASES;

  static {
    List<WordTable.Word> words = Tables.words("sqli-words.txt");
    WORDS = new WordTable(words);
    PHRASES = new WordTable(words.stream().filter(word -> word.text().contains(" ")).toList());
  }

  private static final Set<String> FINGERPRINTS = Set.copyOf(Tables.lines("sqli-fingerprints.txt"));

  private SqlVocabulary() {}

  /** The type of the word that is this part of a text, or null if it is no word of SQL. */
  static @Nullable TokenType type(String text, int start, int length) {
    WordTable.Word word = WORDS.find(text, start, length);
    return word == null ? null : TokenType.of(word.code());
  }

  /** The token that two tokens make as words of a phrase, or null if they make none. */
  static @Nullable SqlToken phrase(SqlToken first, SqlToken second) {
    WordTable.Word phrase = PHRASES.find(first, second);
    return phrase == null
        ? null
        : SqlToken.of(TokenType.of(phrase.code()), phrase.text(), 0, phrase.text().length());
  }

  /** The table is in upper case: it does not tell types apart whose letters differ only in case. */
  static boolean isFingerprint(String fingerprint) {
    return FINGERPRINTS.contains(fingerprint.toUpperCase(Locale.ROOT));
  }
}
