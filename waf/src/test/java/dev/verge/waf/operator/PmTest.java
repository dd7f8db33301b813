package dev.verge.waf.operator;

import static dev.verge.waf.operator.Answers.captured;
import static dev.verge.waf.operator.Answers.compile;
import static dev.verge.waf.operator.Answers.no;
import static dev.verge.waf.operator.Answers.refused;
import static dev.verge.waf.operator.Answers.yes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PmTest {
  @Test
  void anyOfThePhrasesAnywhereIsEnough() {
    yes("pm", "union select drop", "union", "xselectx", "a drop b");
    no("pm", "union select drop", "unio", "sel ect", "");
  }

  @Test
  void caseDoesNotCount() {
    yes("pm", "Union SELECT", "uNION", "select", "SELECT");
  }

  @Test
  void phrasesAreSeparatedByAnySpace() {
    yes("pm", "  a1 \t b2  ", "a1", "b2");
    no("pm", "  a1 \t b2  ", " ", "\t");
  }

  @Test
  void bytesBeyondAsciiAreThemselves() {
    yes("pm", "\u00E9t\u00E9 \u00FF", "\u00E9T\u00E9", "\u00FF");
    no("pm", "\u00E9", "\u00C9", "e");
    yes("pm", "\u00C9", "\u00C9");
    no("pm", "\u00C9", "\u00E9");
  }

  @Test
  void thePhraseThatEndsFirstIsLeftInTheFirstGroup() {
    assertThat(captured("pm", "select from", "select a from b", 0)).isEqualTo("select");
    assertThat(captured("pm", "from select", "select a from b", 0)).isEqualTo("select");
    assertThat(captured("pm", "she he", "ushers", 0)).isEqualTo("she");
    assertThat(captured("pm", "a", "a", 1)).isNull();
  }

  @Test
  void oneOfThePhrasesIsRequired() {
    assertThat(compile("pm", "Union \u00E9 information_schema").required())
        .containsExactlyInAnyOrder("union", "\u00E9", "informat");
  }

  @Test
  void manyPhrasesAreFoundAsIfEachWereLookedFor() {
    Random random = new Random(20260107);
    List<String> phrases = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      phrases.add(word(random, 3 + random.nextInt(4)));
    }
    Operator operator = compile("pm", String.join(" ", phrases));
    for (int i = 0; i < 2_000; i++) {
      String value = word(random, 12);
      assertThat(operator.matches(value, "", null))
          .as(value)
          .isEqualTo(phrases.stream().anyMatch(value::contains));
    }
  }

  private static String word(Random random, int length) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append((char) ('a' + random.nextInt(10)));
    }
    return word.toString();
  }

  @Test
  void aFileHasAPhraseOnEachLine() {
    yes("pmFromFile", "phrases.data", "UNION SELECT", "xp_cmdshell");
    no("pmFromFile", "phrases.data", "union", "select", "# phrases", "#no", "phrases", "");
    yes("pmf", "phrases.data", "xp_cmdshell");
  }

  @Test
  void severalFilesCountTogether() {
    yes("pmFromFile", "phrases.data more.data", "union select", "SLEEP(5)");
  }

  @Test
  void withoutAPhraseItIsRefused() {
    refused("pm", "", "  ");
    refused("pmFromFile", "empty.data");
  }

  @Test
  void aMissingFileIsAnError() {
    assertThatThrownBy(() -> compile("pmFromFile", "phrases.data nope.data"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("nope.data");
  }

  @Test
  void barsHoldBytesInHexadecimal() {
    yes("pm", "|41 42|", "ab");
    yes("pm", "x|6a2F|y", "XJ/Y");
    no("pm", "|41 42|", "a", "b", "41");
    yes("pm", "|61 20 62| c", "a b", "c");
    no("pm", "|61 20 62| c", "a", "b");
    yes("pm", "|ff|", "\u00FF");
    yes("pm", "a\\:b \\\\", "a:b", "\\");
  }

  @Test
  void otherBarsAndBackslashesAreThemselves() {
    yes("pm", "a|b", "a|b");
    no("pm", "a|b", "a", "b", "ab");
    yes("pm", "|| |4| |xy|", "||", "|4|", "|XY|");
    yes("pm", "\\n |41|", "\\n", "|41|");
    no("pm", "\\n |41|", "a", "\n");
  }
}
