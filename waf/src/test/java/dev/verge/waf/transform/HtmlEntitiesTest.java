package dev.verge.waf.transform;

import static dev.verge.waf.transform.Transformations.apply;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlEntitiesTest {
  @ParameterizedTest
  @CsvSource({
    "&lt;b&gt; &quot;a&amp;b&quot;, '<b> \"a&b\"'",
    "&LT&GT, <>",
    "&nbsp;, \u00A0",
    "&colon;&apos;, &colon;&apos;",
    "&ltx;, &ltx;"
  })
  void decodesFiveNames(String value, String decoded) {
    assertThat(apply("htmlEntityDecode", value)).isEqualTo(decoded);
  }

  @ParameterizedTest
  @CsvSource({
    "&#60;&#62, <>",
    "&#x3c;&#X3E;, <>",
    "&#0000000000000000000000000000000000060;, <",
    "&#x2041;, A",
    "&#60x, <x",
    "&#99999999999999999999;, \u00FF",
    "&#xffffffffffffffffff;, \u00FF"
  })
  void decodesNumbersToTheirLowerByte(String value, String decoded) {
    assertThat(apply("htmlEntityDecode", value)).isEqualTo(decoded);
  }

  @ParameterizedTest
  @CsvSource({"a & b", "&", "&#", "&#;", "&#x", "&#xg;", "&#a;", "R&D", "&&&#&"})
  void keepsWhatIsNoReference(String value) {
    assertThat(apply("htmlEntityDecode", value)).isSameAs(value);
  }
}
