package dev.verge.waf.regex;

import java.util.List;
import java.util.Random;

/**
 * Small random expressions, each with a value that it probably matches. Written in what PCRE and
 * Java have in common; a dollar sign is always the anchor, so that it can be translated.
 */
final class RandomExpressions {
  /** An expression, and what it matches unless an anchor or a boundary in it forbids it. */
  record Expression(String pattern, String sample) {}

  private static final Expression EMPTY = atom("", "");
  private static final List<Expression> ATOMS =
      List.of(
          atom("a", "a"),
          atom("b", "b"),
          atom("C", "C"),
          atom("1", "1"),
          atom(" ", " "),
          atom("=", "="),
          atom("\\.", "."),
          atom("\\x3c", "<"),
          atom("\\n", "\n"),
          atom("\\xe9", "\u00E9"),
          atom("\u00C3\u0089", "\u00C3\u0089"),
          atom("select", "select"),
          atom("\\Qa.b\\E", "a.b"),
          atom(".", "x"),
          atom("\\d", "1"),
          atom("\\D", "b"),
          atom("\\w", "_"),
          atom("\\W", "\u00E9"),
          atom("\\s", "\t"),
          atom("\\S", "<"),
          atom("\\h", "\u00A0"),
          atom("\\v", "\u0085"),
          atom("[ab]", "b"),
          atom("[^ab]", "C"),
          atom("[a-c1_]", "c"),
          atom("[^\\w\\s]", "<"),
          atom("[\\x80-\\xff]", "\u00C3"),
          atom("[\\d=-]", "-"));
  private static final List<String> PLACES = List.of("^", "$", "\\b", "\\B", "\\A", "\\z");
  private static final String JUNK = "abCc1 =.<\n\r\t_x\u00E9\u00C3\u0089\u0085-";

  private final Random random;

  RandomExpressions(long seed) {
    random = new Random(seed);
  }

  private static Expression atom(String pattern, String sample) {
    return new Expression(pattern, sample);
  }

  /** The next one; its sample is short, since engines that try all ways take long otherwise. */
  Expression next() {
    while (true) {
      Expression expression = branches(3, true);
      if (expression.sample().length() <= 16 && expression.pattern().length() <= 80) {
        return expression;
      }
    }
  }

  private Expression branches(int depth, boolean captures) {
    int count = random.nextInt(3) == 0 ? 2 + random.nextInt(2) : 1;
    int taken = random.nextInt(count);
    StringBuilder pattern = new StringBuilder();
    String sample = "";
    for (int i = 0; i < count; i++) {
      Expression branch = sequence(depth, captures);
      pattern.append(i == 0 ? "" : "|").append(branch.pattern());
      sample = i == taken ? branch.sample() : sample;
    }
    return new Expression(pattern.toString(), sample);
  }

  private Expression sequence(int depth, boolean captures) {
    StringBuilder pattern = new StringBuilder();
    StringBuilder sample = new StringBuilder();
    int parts = random.nextInt(5);
    for (int i = 0; i < parts; i++) {
      Expression part = part(depth, captures);
      pattern.append(part.pattern());
      sample.append(part.sample());
    }
    return new Expression(pattern.toString(), sample.toString());
  }

  private Expression part(int depth, boolean captures) {
    return switch (random.nextInt(10)) {
      case 0 -> new Expression(pick(PLACES), "");
      case 1, 2 -> depth == 0 ? pick(ATOMS) : group(depth - 1, captures);
      case 3, 4 -> repeat(depth);
      default -> pick(ATOMS);
    };
  }

  private Expression group(int depth, boolean captures) {
    Expression inside = branches(depth, captures);
    List<String> opens =
        captures ? List.of("(", "(?:", "(?i:", "(?-s:") : List.of("(?:", "(?i:", "(?-s:");
    String open = inside.pattern().isEmpty() ? "(?:" : pick(opens);
    String sample = open.equals("(?i:") ? mixedCase(inside.sample()) : inside.sample();
    return new Expression(open + inside.pattern() + ")", sample);
  }

  /**
   * What repeats captures nothing and is never empty: engines differ in which of the repeats they
   * tell, and in whether a repeat may be empty.
   */
  private Expression repeat(int depth) {
    Expression before = depth == 0 || random.nextBoolean() ? EMPTY : group(depth - 1, false);
    Expression last = pick(ATOMS);
    String pattern = "(?:" + before.pattern() + last.pattern() + ")";
    String once = before.sample() + last.sample();
    int min = random.nextInt(3);
    int max = min + random.nextInt(3);
    String times =
        switch (random.nextInt(5)) {
          case 0 -> min == 0 ? "*" : "+";
          case 1 -> "?";
          case 2 -> "{" + max + "}";
          case 3 -> "{" + min + ",}";
          default -> "{" + min + "," + max + "}";
        };
    int count = times.equals("?") ? random.nextInt(2) : times.equals("+") ? Math.max(1, max) : max;
    String lazy = random.nextInt(3) == 0 ? "?" : "";
    return new Expression(pattern + times + lazy, once.repeat(count));
  }

  /** A value that an expression may match: its sample in between, changed, or nothing like it. */
  String value(Expression expression) {
    StringBuilder value = new StringBuilder(junk());
    if (random.nextInt(5) > 0) {
      value.append(expression.sample());
    }
    value.append(junk());
    if (!value.isEmpty() && random.nextInt(4) == 0) {
      value.setCharAt(random.nextInt(value.length()), pick(JUNK));
    }
    return random.nextInt(4) == 0 ? mixedCase(value.toString()) : value.toString();
  }

  private String junk() {
    StringBuilder junk = new StringBuilder();
    for (int i = random.nextInt(3); i > 0; i--) {
      junk.append(pick(JUNK));
    }
    return random.nextBoolean() ? "" : junk.toString();
  }

  private String mixedCase(String text) {
    StringBuilder mixed = new StringBuilder(text);
    for (int i = 0; i < mixed.length(); i++) {
      char c = mixed.charAt(i);
      if (ByteSet.ALPHA.contains(c) && random.nextBoolean()) {
        mixed.setCharAt(i, (char) (c ^ 0x20));
      }
    }
    return mixed.toString();
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private char pick(String text) {
    return text.charAt(random.nextInt(text.length()));
  }
}
