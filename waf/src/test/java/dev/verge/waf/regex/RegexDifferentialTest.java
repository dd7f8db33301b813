package dev.verge.waf.regex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.waf.regex.RandomExpressions.Expression;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Java's engine, which tries one way after the other, must come to the same conclusion. */
public class RegexDifferentialTest {
  private static final int EXPRESSIONS = 600;

  /** Found by fuzzing: it took Java's engine 48 seconds. */
  private static final long SLOW_FOR_THE_OTHER = new Random(1_795_486_796_533L).nextLong();

  private static final int VALUES = 10;

  /** How many characters the other engine may look at: a minute is what some would take it. */
  private static final int PATIENCE = 20_000_000;

  /**
   * What became of a comparison.
   *
   * @param found how many values matched, as both say
   * @param unanswered how many the other engine was too slow for
   */
  public record Tally(int found, int unanswered) {}

  @Test
  void anotherEngineFindsTheSame() {
    Tally tally = assertSame(20260102, EXPRESSIONS);
    assertThat(tally.found).isBetween(EXPRESSIONS * VALUES / 3, EXPRESSIONS * VALUES * 9 / 10);
    assertThat(tally.unanswered).isZero();
  }

  @Test
  void theOtherEngineIsNotWaitedForWithoutEnd() {
    assertThat(assertSame(SLOW_FOR_THE_OTHER, 1).unanswered).isPositive();
  }

  /** Tries so many expressions. */
  public static Tally assertSame(long seed, int expressions) {
    RandomExpressions random = new RandomExpressions(seed);
    int found = 0;
    int unanswered = 0;
    for (int i = 0; i < expressions; i++) {
      Expression expression = random.next();
      Regex regex = Regex.compile(expression.pattern());
      Pattern other = other(expression.pattern());
      for (int k = 0; k < VALUES; k++) {
        String value = random.value(expression);
        @Nullable String[] groups = regex.groups(value);
        assertThat(regex.matches(value)).isEqualTo(groups != null);
        try {
          assertThat(groups)
              .as("%s on '%s'", expression.pattern(), value)
              .isEqualTo(groups(other, value));
          found += groups == null ? 0 : 1;
        } catch (TooSlow e) {
          unanswered++;
        }
      }
    }
    return new Tally(found, unanswered);
  }

  private static final class TooSlow extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** A value of which only so many characters can be looked at, with those looked at again. */
  private static final class Looks implements CharSequence {
    private final String value;
    private int left = PATIENCE;

    Looks(String value) {
      this.value = value;
    }

    @Override
    public char charAt(int index) {
      if (--left < 0) {
        throw new TooSlow();
      }
      return value.charAt(index);
    }

    @Override
    public int length() {
      return value.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return value.substring(start, end);
    }

    @Override
    public String toString() {
      return value;
    }
  }

  private static Pattern other(String pattern) {
    return Pattern.compile(pattern.replace("$", "\\z"), Pattern.DOTALL | Pattern.UNIX_LINES);
  }

  private static @Nullable String @Nullable [] groups(Pattern pattern, String value) {
    Matcher matcher = pattern.matcher(new Looks(value));
    if (!matcher.find()) {
      return null;
    }
    @Nullable String[] groups = new String[Math.min(matcher.groupCount() + 1, Regex.MOST_GROUPS)];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = matcher.group(i);
    }
    return groups;
  }
}
