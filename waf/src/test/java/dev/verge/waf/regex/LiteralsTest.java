package dev.verge.waf.regex;

import static dev.verge.waf.regex.Expressions.lower;
import static dev.verge.waf.regex.Expressions.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LiteralsTest {
  private static final String ALPHABET = "aAbBc<\0\u00E9\u00FF";

  @Test
  void aSearchFindsWhatAScanForEachFinds() {
    Random random = new Random(20260104);
    for (int run = 0; run < 500; run++) {
      List<String> literals = texts(random, 1 + random.nextInt(80), 1, 4);
      Literals.Search search = search(literals);
      for (String value : texts(random, 5, 0, 12)) {
        assertThat(BitSet.valueOf(search.find(value)))
            .as("%s in '%s'", literals, value)
            .isEqualTo(found(literals, value));
      }
    }
  }

  @Test
  void theFirstIsTheOneThatEndsFirst() {
    Random random = new Random(20260105);
    for (int run = 0; run < 500; run++) {
      List<String> literals = texts(random, 1 + random.nextInt(8), 1, 4);
      Literals finder = Literals.of(literals);
      for (String value : texts(random, 5, 0, 12)) {
        int first = finder.first(value);
        assertThat(first < 0 ? -1 : end(literals.get(first), value))
            .as("%s in '%s'", literals, value)
            .isEqualTo(
                literals.stream()
                    .mapToInt(l -> end(l, value))
                    .filter(e -> e >= 0)
                    .min()
                    .orElse(-1));
      }
    }
  }

  @Test
  void overlappingLiteralsAreAllFound() {
    assertThat(found("ushers", "he", "she", "his", "hers", "ushers", "s"))
        .containsExactly("he", "she", "hers", "ushers", "s");
    assertThat(found("aaa", "a", "aa", "aaaa")).containsExactly("a", "aa");
  }

  @Test
  void theCaseOfAsciiLettersDoesNotCount() {
    assertThat(found("SeLeCT", "select", "SELECT")).containsExactly("select", "SELECT");
    assertThat(found("\u00C9", "\u00E9")).isEmpty();
    assertThat(found("\u00E9", "\u00C9")).isEmpty();
    assertThat(found("[", "{")).isEmpty();
    assertThat(found("@", "`")).isEmpty();
  }

  @Test
  void everyByteMayBeInALiteral() {
    List<String> all = range(0, 0xFF).chars().mapToObj(Character::toString).toList();
    Literals.Search search = search(all);
    for (int b = 0; b <= 0xFF; b++) {
      String value = Character.toString(b);
      assertThat(BitSet.valueOf(search.find(value))).isEqualTo(found(all, value));
    }
  }

  @Test
  void equalLiteralsAreFoundTogether() {
    assertThat(found("xab", "ab", "ab")).containsExactly("ab", "ab");
  }

  @Test
  void inAnEmptyValueNothingIsFound() {
    assertThat(found("", "a")).isEmpty();
    assertThat(Literals.of(List.of("a")).first("")).isEqualTo(-1);
  }

  @Test
  void withoutLiteralsNothingIsFound() {
    assertThat(Literals.of(List.of()).first("abc")).isEqualTo(-1);
    assertThat(Literals.of(List.of()).search(new long[0][0]).find("abc")).isEmpty();
  }

  @Test
  void anEmptyLiteralIsRefused() {
    assertThatThrownBy(() -> Literals.of(List.of("a", "")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void literalsAreCutToPrefixesThatAreFoundWhereTheyAre() {
    assertThat(Literals.prefixes(Set.of("abcdefghij", "abcdefghik", "abc")))
        .containsExactly("abc", "abcdefgh");
  }

  private static List<String> found(String value, String... literals) {
    List<String> all = List.of(literals);
    return BitSet.valueOf(search(all).find(value)).stream().mapToObj(all::get).toList();
  }

  /** A bit for each literal. */
  private static Literals.Search search(List<String> literals) {
    long[][] bits = new long[literals.size()][(literals.size() + 63) / 64];
    for (int i = 0; i < bits.length; i++) {
      bits[i][i >> 6] |= 1L << i;
    }
    return Literals.of(literals).search(bits);
  }

  private static BitSet found(List<String> literals, String value) {
    BitSet found = new BitSet();
    for (int i = 0; i < literals.size(); i++) {
      found.set(i, end(literals.get(i), value) >= 0);
    }
    return found;
  }

  /** Where a literal first ends in a value, without regard to the case of ASCII letters; or -1. */
  private static int end(String literal, String value) {
    int at = lower(value).indexOf(lower(literal));
    return at < 0 ? -1 : at + literal.length();
  }

  private static List<String> texts(Random random, int count, int least, int most) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = least + random.nextInt(most - least + 1); k > 0; k--) {
        text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
      texts.add(text.toString());
    }
    return texts;
  }
}
