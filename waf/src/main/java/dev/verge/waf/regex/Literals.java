package dev.verge.waf.regex;

import dev.verge.waf.text.Ascii;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds many literals in a value in one pass, without regard to the case of ASCII letters (Aho and
 * Corasick 1975). The failure links are resolved beforehand into a table with a row for each state
 * and a column for each class of bytes that no literal tells apart. Immutable.
 *
 * <p>A state is called by where its row begins, with a bit set if literals end there: what is next
 * and whether to look further is found by one look into memory for each byte.
 */
public final class Literals {
  private static final int[] NONE = {};
  private static final int PREFIX = 8;
  private static final int ENDS = 1 << 31;

  private final char[] classOf = new char[ByteSet.SIZE];
  private final int classes;
  private final int[] next;

  /** For each state, by the number of its row, the literals that end there. */
  private final int[][] ends;

  private Literals(List<String> literals) {
    this.classes = classify(literals);
    Builder builder = new Builder(literals);
    int[] order = builder.resolve();
    this.next = builder.table(order);
    this.ends = IntStream.of(order).mapToObj(builder.ends::get).toArray(int[][]::new);
  }

  /**
   * Prepares the search.
   *
   * @param literals each at least one byte long; their indices are what is told of matches
   */
  public static Literals of(List<String> literals) {
    if (literals.contains("")) {
      throw new IllegalArgumentException("an empty literal");
    }
    return new Literals(literals);
  }

  /** Literals cut to the length that is worth searching for when the rest is checked later. */
  public static Set<String> prefixes(Set<String> literals) {
    Set<String> cut = new TreeSet<>();
    literals.forEach(s -> cut.add(s.length() > PREFIX ? s.substring(0, PREFIX) : s));
    return cut;
  }

  /**
   * A search that tells which bits stand for the literals of a value.
   *
   * @param bitsOf for each literal
   */
  public Search search(long[][] bitsOf) {
    return new Search(bitsOf);
  }

  /** Tells by bits which literals a value has. Immutable. */
  public final class Search {
    private final int words;

    /** For each row the bits of all literals that end there; null for none. */
    private final @Nullable Bits[] bits;

    /** Bits of which few are set: the words that have any. */
    private record Bits(int[] at, long[] words) {
      static Bits of(long[] all) {
        int[] at = IntStream.range(0, all.length).filter(i -> all[i] != 0).toArray();
        return new Bits(at, IntStream.of(at).mapToLong(i -> all[i]).toArray());
      }

      void mergeInto(long[] found) {
        for (int i = 0; i < at.length; i++) {
          found[at[i]] |= words[i];
        }
      }
    }

    private Search(long[][] bitsOf) {
      words = bitsOf.length == 0 ? 0 : bitsOf[0].length;
      bits = new Bits[ends.length];
      // Most states have the bits of many others; sharing them keeps them near the processor.
      Map<LongBuffer, Bits> shared = new HashMap<>();
      for (int state = 0; state < ends.length; state++) {
        if (ends[state].length > 0) {
          long[] all = new long[words];
          for (int literal : ends[state]) {
            for (int i = 0; i < words; i++) {
              all[i] |= bitsOf[literal][i];
            }
          }
          bits[state] = shared.computeIfAbsent(LongBuffer.wrap(all), key -> Bits.of(all));
        }
      }
    }

    /** The bits of all literals that occur in a value. */
    public long[] find(String value) {
      long[] found = new long[words];
      int state = 0;
      for (int i = 0; i < value.length(); i++) {
        state = next(state, value.charAt(i));
        if (state < 0) {
          Objects.requireNonNull(bits[row(state)]).mergeInto(found);
        }
      }
      return found;
    }
  }

  /** The index of the literal that ends first, or -1. */
  public int first(String value) {
    int state = 0;
    for (int i = 0; i < value.length(); i++) {
      state = next(state, value.charAt(i));
      if (state < 0) {
        return ends[row(state)][0];
      }
    }
    return -1;
  }

  private int next(int state, char c) {
    return next[(state & ~ENDS) + classOf[c & 0xFF]];
  }

  private int row(int state) {
    return (state & ~ENDS) / classes;
  }

  /** Gives each byte of a literal a class of its own, letters one for both cases; others get 0. */
  private int classify(List<String> literals) {
    int count = 1;
    for (String literal : literals) {
      for (int i = 0; i < literal.length(); i++) {
        int b = Ascii.lower(literal.charAt(i)) & 0xFF;
        if (classOf[b] == 0) {
          classOf[b] = (char) count++;
        }
      }
    }
    for (int b = 'A'; b <= 'Z'; b++) {
      classOf[b] = classOf[Ascii.lower((char) b)];
    }
    return count;
  }

  /** The trie, level by level, and its table. */
  private final class Builder {
    final List<int[]> ends = new ArrayList<>();
    private final List<int[]> rows = new ArrayList<>();

    Builder(List<String> literals) {
      newState();
      for (int literal = 0; literal < literals.size(); literal++) {
        int state = 0;
        String text = literals.get(literal);
        for (int i = 0; i < text.length(); i++) {
          int[] row = rows.get(state);
          int c = classOf[text.charAt(i) & 0xFF];
          if (row[c] < 0) {
            row[c] = newState();
          }
          state = row[c];
        }
        ends.set(state, with(ends.get(state), literal));
      }
    }

    private int newState() {
      int[] row = new int[classes];
      Arrays.fill(row, -1);
      rows.add(row);
      ends.add(NONE);
      return rows.size() - 1;
    }

    /**
     * Breadth first: a state falls back to what its longest proper suffix would do. Returns the
     * states in this order, in which those that values are mostly in stand together.
     */
    int[] resolve() {
      int[] fallback = new int[rows.size()];
      int[] queue = new int[rows.size()];
      int queued = 1;
      for (int head = 0; head < queued; head++) {
        int state = queue[head];
        int[] row = rows.get(state);
        for (int c = 0; c < classes; c++) {
          int beyond = state == 0 ? 0 : rows.get(fallback[state])[c];
          if (row[c] < 0) {
            row[c] = beyond;
          } else {
            fallback[row[c]] = beyond;
            for (int literal : ends.get(beyond)) {
              ends.set(row[c], with(ends.get(row[c]), literal));
            }
            queue[queued++] = row[c];
          }
        }
      }
      return queue;
    }

    /** The transitions of the states in an order, by which they are called from then on. */
    int[] table(int[] order) {
      int[] called = new int[order.length];
      for (int i = 0; i < order.length; i++) {
        called[order[i]] = i * classes | (ends.get(order[i]).length > 0 ? ENDS : 0);
      }
      int[] table = new int[order.length * classes];
      for (int i = 0; i < order.length; i++) {
        int[] row = rows.get(order[i]);
        for (int c = 0; c < classes; c++) {
          table[i * classes + c] = called[row[c]];
        }
      }
      return table;
    }

    private static int[] with(int[] ids, int id) {
      int[] more = Arrays.copyOf(ids, ids.length + 1);
      more[ids.length] = id;
      return more;
    }
  }
}
