package dev.verge.waf.regex;

import dev.verge.waf.text.Ascii;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which literals a match of an expression cannot do without: a value that has none of {@link
 * #anyOf} cannot match, so looking for the literals of all expressions in one pass decides which of
 * them are worth running.
 *
 * <p>From the leaves up, each part of the expression is known by how its matches begin: a finite
 * set of strings, of which some are whole matches and some are cut off where anything may follow.
 * While the set is small, a sequence goes on behind those that are whole; so {@code a-*b}, which
 * has no literal but single letters, needs {@code ab} or {@code a-}. Where the set becomes large or
 * all of it is cut off, another begins. Of all sets that a sequence comes by the one is kept that
 * ordinary text is least likely to contain. Everything is in lower case and the value must be so
 * too: that can let more through, never less.
 */
final class Requirement {
  private static final int MOST_STARTS = 64;

  /** Before they are made fewer. */
  private static final int MOST_TRIED = 1_000;

  private static final int MOST_LITERALS = 2_000;
  private static final int LONGEST = 8;

  /** What nearly every value has tells nothing: looking for it costs more than it saves. */
  private static final double TOO_COMMON = 0.5;

  /** What is this rare tells enough: it need not go on. */
  private static final double RARE = 0.001;

  /** How matches begin: each is one of the whole strings, or goes on behind one that is cut off. */
  private record Starts(Set<String> whole, Set<String> cut) {
    static final Starts EMPTY = new Starts(Set.of(""), Set.of());

    /** Nothing is known: anything may follow. */
    static final Starts ANY = new Starts(Set.of(), Set.of(""));

    int size() {
      return whole.size() + cut.size();
    }

    Set<String> all() {
      return union(whole, cut);
    }

    Starts or(Starts other) {
      return new Starts(union(whole, other.whole), union(cut, other.cut));
    }

    /** What begins like this and goes on like the other; cut off after this if that is too much. */
    Starts then(Starts next) {
      if (whole.size() * next.size() > MOST_TRIED) {
        return cutOff();
      }
      Starts both =
          new Starts(product(whole, next.whole), union(cut, product(whole, next.cut))).fitted();
      return both.size() > MOST_STARTS ? cutOff() : both;
    }

    /** If they are too many, those end that are rare already, and what is cut off is shortened. */
    Starts fitted() {
      if (size() <= MOST_STARTS) {
        return this;
      }
      Set<String> common =
          whole.stream().filter(s -> commonness(s) > RARE).collect(Collectors.toSet());
      Set<String> ended = new HashSet<>(whole);
      ended.removeAll(common);
      ended.addAll(cut);
      for (int most = LONGEST; common.size() + ended.size() > MOST_STARTS && most > 1; most--) {
        ended = shortened(ended, most);
      }
      return new Starts(common, ended);
    }

    private static Set<String> shortened(Set<String> strings, int most) {
      return strings.stream()
          .map(s -> s.length() > most ? s.substring(0, most) : s)
          .collect(Collectors.toSet());
    }

    /** Whether nothing goes on. */
    boolean isOver() {
      return whole.isEmpty();
    }

    /** Without what is cut off if only that has begun. */
    Starts unlessBlank() {
      return whole.equals(EMPTY.whole) ? EMPTY : this;
    }

    Starts cutOff() {
      return new Starts(Set.of(), all());
    }
  }

  /**
   * What is known of a part.
   *
   * @param some of which every match has one, or null
   */
  private record Known(Starts starts, @Nullable Set<String> some) {
    static final Known NOTHING = new Known(Starts.ANY, null);

    static Known of(Starts all) {
      Starts starts = all.fitted();
      return starts.size() <= MOST_STARTS
          ? new Known(starts, null)
          : new Known(Starts.ANY, usable(starts.all()));
    }

    /** The best set of literals, or null. */
    @Nullable Set<String> literals() {
      return better(usable(starts.all()), some);
    }
  }

  private Requirement() {}

  /** Literals in lower case of which every match has at least one; empty if there are none. */
  static Set<String> anyOf(Node node) {
    Set<String> literals = of(node).literals();
    return literals == null || commonness(literals) > TOO_COMMON
        ? Set.of()
        : withoutLonger(Literals.prefixes(literals));
  }

  /** Without those that have another one within, which says the same earlier. */
  private static Set<String> withoutLonger(Set<String> literals) {
    return literals.stream()
        .filter(s -> !hasWithin(s, literals))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean hasWithin(String s, Set<String> literals) {
    for (int from = 0; from < s.length(); from++) {
      for (int to = from + 1; to <= s.length(); to++) {
        if (to - from < s.length() && literals.contains(s.substring(from, to))) {
          return true;
        }
      }
    }
    return false;
  }

  private static Known of(Node node) {
    return switch (node) {
      case Node.Bytes(ByteSet set) -> bytes(set);
      case Node.Concat(List<Node> parts) -> sequence(parts);
      case Node.Alternate(List<Node> branches) -> choice(branches);
      case Node.Capture(Node of) -> of(of);
      case Node.Place place -> Known.of(Starts.EMPTY);
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
    return strings.size() <= MOST_STARTS ? Known.of(new Starts(strings, Set.of())) : Known.NOTHING;
  }

  /**
   * Runs go on from part to part as long as something is whole: one behind all parts, and a plain
   * one only behind those of which nothing is cut off, which finds the literal in {@code a*union}.
   */
  private static Known sequence(List<Node> parts) {
    Starts starts = Starts.EMPTY;
    Starts run = Starts.EMPTY;
    Starts plain = Starts.EMPTY;
    Set<String> best = null;
    for (Node part : parts) {
      Known known = of(part);
      starts = starts.then(known.starts);
      Starts longer = run.then(known.starts);
      Starts longerPlain = plain.then(known.starts);
      best = better(best, better(usable(longer.all()), usable(longerPlain.all())));
      best = better(best, known.some);
      run = longer.isOver() ? known.starts.unlessBlank() : longer.unlessBlank();
      plain = longerPlain.isOver() ? known.starts : longerPlain;
      plain = known.starts.cut.isEmpty() ? plain : Starts.EMPTY;
    }
    return new Known(starts, best);
  }

  private static Known choice(List<Node> branches) {
    Starts starts = new Starts(Set.of(), Set.of());
    Set<String> some = new HashSet<>();
    for (Node branch : branches) {
      Known known = of(branch);
      starts = starts.or(known.starts);
      Set<String> literals = known.literals();
      if (some != null && literals != null && some.size() <= MOST_LITERALS) {
        some.addAll(literals);
      } else {
        some = null;
      }
    }
    Known known = Known.of(starts);
    return new Known(known.starts, better(known.some, some));
  }

  private static Known repeat(Known of, int min, int max) {
    if (min == 0) {
      Starts once = max == 1 ? of.starts : of.starts.cutOff();
      return Known.of(once.or(Starts.EMPTY));
    }
    Starts times = of.starts;
    for (int i = 1; i < Math.min(min, LONGEST); i++) {
      times = times.then(of.starts);
    }
    boolean exactly = min == max && min <= LONGEST;
    return new Known(exactly ? times : times.cutOff(), of.literals());
  }

  private static Set<String> union(Set<String> first, Set<String> second) {
    Set<String> all = new HashSet<>(first);
    all.addAll(second);
    return all;
  }

  /** Every string of the first followed by every one of the second. */
  private static Set<String> product(Set<String> first, Set<String> second) {
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
    return strings.stream().mapToDouble(Requirement::commonness).sum();
  }

  private static double commonness(String s) {
    double all = 1;
    for (int i = 0; i < Math.min(s.length(), LONGEST); i++) {
      all *= commonness(s.charAt(i));
    }
    return all;
  }

  private static double commonness(char c) {
    if (ByteSet.LOWER.contains(c)) {
      return "etaoinsr".indexOf(c) >= 0 ? 0.1 : 0.05;
    }
    if (ByteSet.DIGIT.contains(c)) {
      return 0.03;
    }
    return switch (c) {
      case ' ' -> 0.2;
      case '.', ',', '-', '/', '=', ';', ':', '_', '&' -> 0.03;
      case '(', ')', '"', '+', '*', '?' -> 0.008;
      default -> 0.002;
    };
  }
}
