package dev.verge.waf.regex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.waf.regex.RandomExpressions.Expression;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Java's engine, which tries one way after the other, must come to the same conclusion. */
public class RegexDifferentialTest {
  private static final int EXPRESSIONS = 600;
  private static final int VALUES = 10;

  @Test
  void anotherEngineFindsTheSame() {
    int found = assertSame(20260102, EXPRESSIONS);
    assertThat(found).isBetween(EXPRESSIONS * VALUES / 3, EXPRESSIONS * VALUES * 9 / 10);
  }

  /** Tries so many expressions, and returns how many of their values matched. */
  public static int assertSame(long seed, int expressions) {
    RandomExpressions random = new RandomExpressions(seed);
    int found = 0;
    for (int i = 0; i < expressions; i++) {
      Expression expression = random.next();
      Regex regex = Regex.compile(expression.pattern());
      Pattern other = other(expression.pattern());
      for (int k = 0; k < VALUES; k++) {
        String value = random.value(expression);
        @Nullable String[] expected = groups(other, value);
        assertThat(regex.groups(value))
            .as("%s on '%s'", expression.pattern(), value)
            .isEqualTo(expected);
        assertThat(regex.matches(value)).isEqualTo(expected != null);
        found += expected == null ? 0 : 1;
      }
    }
    return found;
  }

  private static Pattern other(String pattern) {
    return Pattern.compile(pattern.replace("$", "\\z"), Pattern.DOTALL | Pattern.UNIX_LINES);
  }

  private static @Nullable String @Nullable [] groups(Pattern pattern, String value) {
    Matcher matcher = pattern.matcher(value);
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
