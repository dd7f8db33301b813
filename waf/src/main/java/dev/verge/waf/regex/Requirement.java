package dev.verge.waf.regex;

import dev.verge.waf.text.Ascii;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which literals a match of an expression cannot do without: a value that has none of {@link
 * #anyOf} cannot match, so looking for the literals of all expressions in one pass decides which of
 * them are worth running.
 *
 * <p>From the leaves up, each part of the expression is known by the finite set of strings that it
 * matches, while that is small, or else by a set of which each match contains one. A sequence
 * multiplies the sets of its parts as long as the product is small, and of all sets that it comes
 * by the one is kept that ordinary text is least likely to contain. Everything is in lower case and
 * the value must be so too: that can let more through, never less.
 */
final class Requirement {
  private static final int MOST_EXACT = 64;
  private static final int MOST_LITERALS = 2_000;
  private static final int LONGEST = 8;

  /** What nearly every value has tells nothing: looking for it costs more than it saves. */
  private static final double TOO_COMMON = 0.5;

  /** What is known of a part. {@code exact}: all that it matches; {@code some}: a match has one. */
  private record Known(@Nullable Set<String> exact, @Nullable Set<String> some) {
    static final Known NOTHING = new Known(null, null);

    static Known exactly(Set<String> strings) {
      return strings.size() <= MOST_EXACT ? new Known(strings, null) : new Known(null, strings);
    }

    /** The best set of literals, or null. */
    @Nullable Set<String> literals() {
      return better(usable(exact), usable(some));
    }
  }

  private Requirement() {}

  /** Literals in lower case of which every match has at least one; empty if there are none. */
  static Set<String> anyOf(Node node) {
    Set<String> literals = of(node).literals();
    return literals == null || commonness(literals) > TOO_COMMON
        ? Set.of()
        : Literals.prefixes(literals);
  }

  private static Known of(Node node) {
    return switch (node) {
      case Node.Bytes(ByteSet set) -> bytes(set);
      case Node.Concat(List<Node> parts) -> sequence(parts);
      case Node.Alternate(List<Node> branches) -> choice(branches);
      case Node.Capture(Node of) -> of(of);
      case Node.Place place -> Known.exactly(Set.of(""));
      case Node.Repeat(Node of, int min, int max, boolean lazy) -> repeat(of(of), min, max);
    };
  }

  private static Known bytes(ByteSet set) {
    Set<String> strings = new HashSet<>();
    for (int b = 0; b < ByteSet.SIZE; b++) {
      if (set.contains(b)) {
        strings.add(String.valueOf(Ascii.lower((char) b)));
      }
    }
    return strings.size() <= MOST_EXACT ? Known.exactly(strings) : Known.NOTHING;
  }

  private static Known sequence(List<Node> parts) {
    Set<String> run = Set.of("");
    Set<String> best = null;
    boolean whole = true;
    for (Node part : parts) {
      Known known = of(part);
      Set<String> product = known.exact == null ? null : times(run, known.exact);
      if (product != null) {
        run = product;
        continue;
      }
      whole = false;
      best = better(best, better(usable(run), usable(known.some)));
      run = known.exact == null ? Set.of("") : known.exact;
    }
    return whole ? Known.exactly(run) : new Known(null, better(best, usable(run)));
  }

  private static Known choice(List<Node> branches) {
    Set<String> all = new HashSet<>();
    boolean exact = true;
    for (Node branch : branches) {
      Known known = of(branch);
      exact &= known.exact != null;
      Set<String> strings = exact ? known.exact : known.literals();
      if (strings == null) {
        return Known.NOTHING;
      }
      all.addAll(strings);
      if (all.size() > MOST_LITERALS || (!exact && usable(all) == null)) {
        return Known.NOTHING;
      }
    }
    return exact ? Known.exactly(all) : new Known(null, all);
  }

  private static Known repeat(Known of, int min, int max) {
    if (min == 0) {
      if (max == 1 && of.exact != null) {
        Set<String> maybe = new HashSet<>(of.exact);
        maybe.add("");
        return Known.exactly(maybe);
      }
      return Known.NOTHING;
    }
    Set<String> times = of.exact;
    for (int i = 1; i < min && times != null && i < LONGEST; i++) {
      times = times(times, of.exact == null ? Set.of("") : of.exact);
    }
    if (times != null && min == max && min <= LONGEST) {
      return Known.exactly(times);
    }
    return new Known(null, better(usable(times), of.literals()));
  }

  /** Every string of the first followed by every one of the second; null if they are too many. */
  private static @Nullable Set<String> times(Set<String> first, Set<String> second) {
    if (first.size() * second.size() > MOST_EXACT) {
      return null;
    }
    Set<String> product = new HashSet<>();
    for (String a : first) {
      for (String b : second) {
        product.add(a.concat(b));
      }
    }
    return product;
  }

  private static @Nullable Set<String> usable(@Nullable Set<String> strings) {
    return strings == null || strings.isEmpty() || strings.contains("") ? null : strings;
  }

  private static @Nullable Set<String> better(@Nullable Set<String> a, @Nullable Set<String> b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return commonness(a) <= commonness(b) ? a : b;
  }

  /** About how often ordinary text has one of these at a given place. */
  private static double commonness(Set<String> strings) {
    double sum = 0;
    for (String s : strings) {
      double one = 1;
      for (int i = 0; i < Math.min(s.length(), LONGEST); i++) {
        one *= commonness(s.charAt(i));
      }
      sum += one;
    }
    return sum;
  }

  private static double commonness(char c) {
    if (ByteSet.LOWER.contains(c)) {
      return "etaoinsr".indexOf(c) >= 0 ? 0.07 : 0.03;
    }
    if (ByteSet.DIGIT.contains(c)) {
      return 0.03;
    }
    return switch (c) {
      case ' ' -> 0.1;
      case '.', ',', '-', '/', '=', ';', ':', '_', '&' -> 0.03;
      case '(', ')', '"', '+', '*', '?' -> 0.01;
      default -> 0.003;
    };
  }
}
