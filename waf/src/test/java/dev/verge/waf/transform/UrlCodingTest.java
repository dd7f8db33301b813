package dev.verge.waf.transform;

import static dev.verge.waf.transform.Transformations.apply;
import static dev.verge.waf.transform.Transformations.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlCodingTest {
  @ParameterizedTest
  @CsvSource({
    "a%20b+c, a b c",
    "%3cscript%3E, <script>",
    "%, %",
    "%4, %4",
    "100%+off, 100% off",
    "%%41, %A",
    "%zz%41, %zzA",
    "%4%41, %4A"
  })
  void decodesEscapesAndKeepsWhatIsNone(String value, String decoded) {
    assertThat(apply("urlDecode", value)).isEqualTo(decoded);
    assertThat(apply("urlDecodeUni", value)).isEqualTo(decoded);
  }

  @ParameterizedTest
  @CsvSource({
    "%u0041%U0042, AB",
    "%u4e3c, <",
    "%uff1cb%uff1e, <b>",
    "%uff1f, ?",
    "%u0x41, %u0x41",
    "%u004, %u004",
    "%u%41, %uA"
  })
  void decodesMicrosoftEscapesToOneByteEach(String value, String decoded) {
    assertThat(apply("urlDecodeUni", value)).isEqualTo(decoded);
  }

  @Test
  void doesNotDecodeMicrosoftEscapesUnlessAsked() {
    assertThat(apply("urlDecode", "%u0041")).isEqualTo("%u0041");
  }

  @Test
  void takesTheBestFitInAsciiOfOtherCharacters() {
    assertThat(apply("urlDecodeUni", "%u2019%u02bc%u201c")).isEqualTo("''\"");
    assertThat(apply("urlDecodeUni", "%u2039%u203A%u2013%u2026")).isEqualTo("<>-.");
    assertThat(apply("urlDecodeUni", "%u00c9t%u00e9 %u0131%u0142%u01a1")).isEqualTo("Ete ilo");
  }

  @Test
  void encodesAllButLettersDigitsAndAsterisk() {
    assertThat(apply("urlEncode", "a B*9-_\0\u00FF%")).isEqualTo("a+B*9%2d%5f%00%ff%25");
    assertThat(apply("urlEncode", "aB9*")).isEqualTo("aB9*");
  }

  @Test
  void writesUtf8AsMicrosoftEscapes() {
    assertThat(apply("utf8toUnicode", utf8("caf\u00E9 \u20AC"))).isEqualTo("caf%u00e9 %u20ac");
    assertThat(apply("utf8toUnicode", utf8("\uD83D\uDE00"))).isEqualTo("%u1f600");
  }

  @Test
  void leavesOutBytesThatBeginNoSequence() {
    assertThat(apply("utf8toUnicode", "<\u00E2\u0082script>")).isEqualTo("<\u0082script>");
    assertThat(apply("utf8toUnicode", "a\u00C3")).isEqualTo("a");
  }

  @Test
  void keepsStrayBytesAndLeavesOutNullBytesExceptAtTheEnd() {
    assertThat(apply("utf8toUnicode", "\u0080\u00FF")).isEqualTo("\u0080\u00FF");
    assertThat(apply("utf8toUnicode", "a\0b\0")).isEqualTo("ab\0");
  }

  @Test
  void repeatsTheFirstByteOfSequencesThatAreTooLongOrSurrogates() {
    assertThat(apply("utf8toUnicode", "\u00C0\u00AF")).isEqualTo("%u002f\u00C0");
    assertThat(apply("utf8toUnicode", "\u00ED\u00A0\u0080")).isEqualTo("%ud800\u00ED");
  }
}
