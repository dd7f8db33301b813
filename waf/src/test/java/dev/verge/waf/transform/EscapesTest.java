package dev.verge.waf.transform;

import static dev.verge.waf.transform.Transformations.apply;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapesTest {
  @ParameterizedTest
  @CsvSource({
    "\\u003cscript\\u003E, <script>",
    "\\uff1c, <",
    "\\x41\\101\\60, AA0",
    "\\400, ' 0'",
    "\\?\\/\\\\\\q, ?/\\q",
    "\\u004, u004",
    "\\x4, x4",
    "a\\, a\\"
  })
  void decodesJavaScript(String value, String decoded) {
    assertThat(apply("jsDecode", value)).isEqualTo(decoded);
  }

  @Test
  void decodesControlCharacters() {
    String control = "\u0007\b\f\n\r\t\u000B";
    assertThat(apply("jsDecode", "\\a\\b\\f\\n\\r\\t\\v")).isEqualTo(control);
    assertThat(apply("escapeSeqDecode", "\\a\\b\\f\\n\\r\\t\\v")).isEqualTo(control);
  }

  @ParameterizedTest
  @CsvSource({
    "\\x41\\X42\\103, ABC",
    "\\666, \u00B6",
    "\\?\\\\\\q\\8, ?\\q8",
    "\\x4g, x4g",
    "\\u0041, u0041",
    "a\\, a\\"
  })
  void decodesC(String value, String decoded) {
    assertThat(apply("escapeSeqDecode", value)).isEqualTo(decoded);
  }

  @ParameterizedTest
  @CsvSource({
    "\\75\\72l(x), url(x)",
    "\\65 xpression, expression",
    "\\000065expression, eexpression",
    "\\ff1c\\0ff1e\\00FF21, <>A",
    "\\1ff41, A",
    "\\g\\\\, g\\",
    "java\\, java"
  })
  void decodesCss(String value, String decoded) {
    assertThat(apply("cssDecode", value)).isEqualTo(decoded);
  }

  @Test
  void dropsLineContinuationsOfCss() {
    assertThat(apply("cssDecode", "java\\\nscript")).isEqualTo("javascript");
    assertThat(apply("cssDecode", "\\6a\n\nx")).isEqualTo("j\nx");
  }
}
