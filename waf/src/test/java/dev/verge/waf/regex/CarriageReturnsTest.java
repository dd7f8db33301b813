package dev.verge.waf.regex;

import static dev.verge.waf.regex.Expressions.matches;
import static dev.verge.waf.regex.Expressions.misses;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Few carriage returns and many are the same to expressions. */
class CarriageReturnsTest {
  private static final String MANY = "\r\n".repeat(40);
  private static final String FEW = "\r" + "a".repeat(500);

  @Test
  void theyAreWhatTheyAre() {
    for (String value : new String[] {MANY, FEW}) {
      matches("\\r", value);
      matches("^[\\r]", value);
      matches("^\\s", value);
      matches("^.", value);
      matches("^[^a]", value);
      matches("^[\\x00-\\x0d]", value);
      matches("^\\x0d", value);
      misses("^[^\\r]", value);
      misses("^\\S", value);
      misses("^[\\x00-\\x0c\\x0e-\\xff]", value);
    }
  }

  @Test
  void wordsEndBeforeThem() {
    matches("a\\b\\r", "a\r", "\r\ra\r\r", FEW.substring(1) + "\r");
    misses("a\\B\\r", "a\r", "\r\ra\r\r", FEW.substring(1) + "\r");
  }

  @Test
  void groupsHaveThem() {
    assertThat(Regex.compile("^(\\r\\n)+(x)?").groups(MANY)).containsExactly(MANY, "\r\n", null);
    assertThat(Regex.compile("(\\s)a").groups(FEW)).containsExactly("\ra", "\r");
  }
}
