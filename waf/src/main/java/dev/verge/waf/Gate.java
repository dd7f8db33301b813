package dev.verge.waf;

import dev.verge.waf.regex.Literals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells in one pass over a value which operators can say yes to it at all: those of whose literals
 * the value has one. It may let through what gets a no, and must never hold back what gets a yes.
 * Immutable.
 */
final class Gate {
  private final Literals.Search search;
  private final int words;

  private Gate(Literals.Search search, int words) {
    this.search = search;
    this.words = words;
  }

  /** Bits of the rules whose operators may say yes, by their number at this gate. */
  long[] scan(String value) {
    return search.find(value);
  }

  /** How many words of bits there are. */
  int words() {
    return words;
  }

  /** Collects the rules. */
  static final class Builder {
    private final Map<String, List<Integer>> rules = new LinkedHashMap<>();
    private int count;

    /** Adds a rule that needs one of the literals; returns its number. */
    int add(Set<String> anyOf) {
      anyOf.forEach(s -> rules.computeIfAbsent(s, k -> new ArrayList<>()).add(count));
      return count++;
    }

    Gate build() {
      int words = (count + 63) / 64;
      List<String> literals = List.copyOf(rules.keySet());
      long[][] rulesOf = new long[literals.size()][words];
      for (int i = 0; i < rulesOf.length; i++) {
        for (int rule : rules.getOrDefault(literals.get(i), List.of())) {
          rulesOf[i][rule >> 6] |= 1L << rule;
        }
      }
      return new Gate(Literals.of(literals).search(rulesOf), words);
    }
  }
}
