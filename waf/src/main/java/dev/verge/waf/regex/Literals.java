package dev.verge.waf.regex;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.verge.waf.text.Ascii;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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

  /**
   * For each class the literals that are a byte of it alone. Values have many of them, and none is
   * found sooner by a state; so there are none in the table, but for those without room in a long.
   */
  private final int[][] single;

  /** For each state, by the number of its row, the literals that end there. */
  private final int[][] ends;

  private Literals(List<String> literals) {
    this.classes = classify(literals);
    this.single = single(literals);
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

    /** The same for each class and the literals that are a byte alone. */
    private final @Nullable Bits[] singleBits;

    private final long singles;

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
      // Most states have the bits of many others; sharing them keeps them near the processor.
      Map<LongBuffer, Bits> shared = new HashMap<>();
      bits = merged(ends, bitsOf, shared);
      singleBits = merged(single, bitsOf, shared);
      long classesOfOne = 0;
      for (int c = 0; c < singleBits.length; c++) {
        classesOfOne |= singleBits[c] == null ? 0 : 1L << c;
      }
      singles = classesOfOne;
    }

    private @Nullable Bits[] merged(
        int[][] literals, long[][] bitsOf, Map<LongBuffer, Bits> known) {
      @Nullable Bits[] merged = new Bits[literals.length];
      for (int at = 0; at < literals.length; at++) {
        if (literals[at].length > 0) {
          long[] all = new long[words];
          for (int literal : literals[at]) {
            for (int i = 0; i < words; i++) {
              all[i] |= bitsOf[literal][i];
            }
          }
          merged[at] = known.computeIfAbsent(LongBuffer.wrap(all), key -> Bits.of(all));
        }
      }
      return merged;
    }

    /** The bits of all literals that occur in a value. */
    public long[] find(String value) {
      long[] found = new long[words];
      int state = 0;
      long seen = 0;
      for (byte b : value.getBytes(ISO_8859_1)) {
        int c = classOf[b & 0xFF];
        seen |= c < Long.SIZE ? 1L << c : 0;
        state = next[(state & ~ENDS) + c];
        if (state < 0) {
          Objects.requireNonNull(bits[row(state)]).mergeInto(found);
        }
      }
      for (long left = seen & singles; left != 0; left &= left - 1) {
        Objects.requireNonNull(singleBits[Long.numberOfTrailingZeros(left)]).mergeInto(found);
      }
      return found;
    }
  }

  /** The index of the literal that ends first, or -1. */
  public int first(String value) {
    int state = 0;
    for (byte b : value.getBytes(ISO_8859_1)) {
      int c = classOf[b & 0xFF];
      state = next[(state & ~ENDS) + c];
      if (state < 0) {
        return ends[row(state)][0];
      }
      if (c < single.length && single[c].length > 0) {
        return single[c][0];
      }
    }
    return -1;
  }

  private int row(int state) {
    return (state & ~ENDS) / classes;
  }

  /** Gives each byte of a literal a class of its own, letters one for both cases; others get 0. */
  private int classify(List<String> literals) {
    int count = 1;
    // Those that are literals themselves come first, into the range that has bits.
    for (String literal :
        literals.stream().sorted(Comparator.comparingInt(String::length)).toList()) {
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

  private int[][] single(List<String> literals) {
    int[][] single = new int[Math.min(classes, Long.SIZE)][];
    Arrays.fill(single, NONE);
    for (int literal = 0; literal < literals.size(); literal++) {
      String text = literals.get(literal);
      if (isSingle(text)) {
        int c = classOf(text);
        single[c] = with(single[c], literal);
      }
    }
    return single;
  }

  private boolean isSingle(String literal) {
    return literal.length() == 1 && classOf(literal) < Long.SIZE;
  }

  private int classOf(String first) {
    return classOf[first.charAt(0) & 0xFF];
  }

  private static int[] with(int[] ids, int id) {
    int[] more = Arrays.copyOf(ids, ids.length + 1);
    more[ids.length] = id;
    return more;
  }

  /** The trie of the longer ones, level by level, and its table. */
  private final class Builder {
    final List<int[]> ends = new ArrayList<>();
    private final List<int[]> rows = new ArrayList<>();

    Builder(List<String> literals) {
      newState();
      for (int literal = 0; literal < literals.size(); literal++) {
        String text = literals.get(literal);
        if (isSingle(text)) {
          continue;
        }
        int state = 0;
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
  }
}
