package dev.verge.waf.seclang;

import static dev.verge.waf.seclang.Texts.read;
import static dev.verge.waf.seclang.Texts.setting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** How text becomes words, before anyone asks what they mean. */
class LinesTest {
  @Test
  void aBackslashAtTheEndOfALineGoesOnWithTheNext() {
    assertThat(read("A b \\", "  c\\", "d e", "F g"))
        .containsExactly(setting(1, "A", "b", "cd", "e"), setting(4, "F", "g"));
  }

  @Test
  void aQuotedWordGoesOnInTheNextLine() {
    assertThat(read("A \"b,\\", "  c\"")).containsExactly(setting(1, "A", "b,  c"));
  }

  @Test
  void carriageReturnsBelongToTheEndOfTheLine() {
    assertThat(read("A b \\\r", "c\r", "D e\r"))
        .containsExactly(setting(1, "A", "b", "c"), setting(3, "D", "e"));
  }

  @Test
  void aBackslashBeforeASpaceEndsNothing() {
    assertThat(read("A b \\ ", "C d"))
        .containsExactly(setting(1, "A", "b", "\\"), setting(2, "C", "d"));
  }

  @Test
  void aBackslashAtTheVeryEndIsText() {
    assertThat(read("A b\\")).containsExactly(setting(1, "A", "b\\"));
  }

  @Test
  void commentsAndEmptyLinesSayNothingButCount() {
    assertThat(read("# one", "", "   # two \"", "\t", "A b")).containsExactly(setting(5, "A", "b"));
  }

  @Test
  void nothingIsNoDirective() {
    assertThat(read("")).isEmpty();
    assertThat(read("# only a comment")).isEmpty();
  }

  @Test
  void aHashWithinALineIsText() {
    assertThat(read("A b#c #d \"#e\"")).containsExactly(setting(1, "A", "b#c", "#d", "#e"));
  }

  @Test
  void spacesAndTabsSeparateWords() {
    assertThat(read("  A\tb \t c  ")).containsExactly(setting(1, "A", "b", "c"));
  }

  @Test
  void quotesOfBothKindsHoldWordsTogether() {
    assertThat(read("A \"b c\" 'd e' \"\" ''"))
        .containsExactly(setting(1, "A", "b c", "d e", "", ""));
  }

  @Test
  void theOtherKindOfQuoteIsTextWithinQuotes() {
    assertThat(read("A \"it's\" 'say \"b\"'"))
        .containsExactly(setting(1, "A", "it's", "say \"b\""));
  }

  @Test
  void quotesWithinAPlainWordAreText() {
    assertThat(read("A b\"c d'e")).containsExactly(setting(1, "A", "b\"c", "d'e"));
  }

  @Test
  void aBackslashTakesTheMeaningOfTheQuoteOnly() {
    assertThat(read("A \"a\\\"b\" 'c\\'d' \"e\\'f\" \"\\d\\x5c\\/\""))
        .containsExactly(setting(1, "A", "a\"b", "c'd", "e\\'f", "\\d\\x5c\\/"));
  }

  @Test
  void aPairOfBackslashesStaysAPairAndEscapesNoQuote() {
    assertThat(read("A \"a\\\\\" \"b\\\\\\\"c\""))
        .containsExactly(setting(1, "A", "a\\\\", "b\\\\\"c"));
  }

  @Test
  void aQuoteThatIsNotClosedIsAnErrorOfTheLineItBeganOn() {
    assertThatThrownBy(() -> read("A b", "C \"d \\", "e", "F"))
        .isInstanceOf(SecLangException.class)
        .hasMessage("t:2: a \" is not closed");
    assertThatThrownBy(() -> read("A 'b"))
        .isInstanceOf(SecLangException.class)
        .hasMessage("t:1: a ' is not closed");
    assertThatThrownBy(() -> read("A \"b\\\""))
        .isInstanceOf(SecLangException.class)
        .hasMessage("t:1: a \" is not closed");
  }
}
