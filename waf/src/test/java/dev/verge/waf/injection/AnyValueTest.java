package dev.verge.waf.injection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a value is made of, it gets a verdict, in linear time. */
final class AnyValueTest {
  private static final String MARKS =
      "'\"`\\ \0/*-#();,.@$[]{}<>=!&|:%+~^?xbnqueaN01e\n\u00a0\u00ff";

  @Test
  void randomBytesGetAVerdict() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      judge(new String(bytes, StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  void randomMarksGetAVerdict() {
    Random random = new Random(2);
    for (int i = 0; i < 50_000; i++) {
      StringBuilder value = new StringBuilder();
      for (int length = random.nextInt(20); length > 0; length--) {
        value.append(MARKS.charAt(random.nextInt(MARKS.length())));
      }
      judge(value.toString());
    }
  }

  private static void judge(String value) {
    assertThatCode(
            () -> {
              String fingerprint = Sqli.fingerprint(value);
              if (fingerprint != null) {
                assertThat(fingerprint).hasSizeBetween(1, 5);
              }
              Xss.detects(value);
            })
        .as(value)
        .doesNotThrowAnyException();
  }

  /** In quadratic time each of these would take far longer. */
  @ParameterizedTest
  @Timeout(value = 10, unit = TimeUnit.SECONDS)
  @ValueSource(
      strings = {
        "'",
        "\"'",
        "\\'",
        "''",
        "`",
        "(",
        ")",
        "((1",
        "{a ",
        "[",
        "/*",
        "*/",
        "/**/",
        "--",
        "#\n",
        "$",
        "$a$",
        "$a",
        "q'(",
        "x'0",
        "@",
        ".",
        "a.",
        "a`",
        "1,",
        "1,-1,",
        "1+",
        "not ",
        "a a ",
        "or ",
        "union all ",
        "in (",
        "user(",
        ";if",
        "1::int",
        "\\",
        "\0",
        "<",
        "</",
        "</>",
        "<!--",
        "-\0",
        "<%",
        "<![CDATA[",
        "]]",
        "<a ",
        "a=b ",
        "onwebkitx=",
        "href=&#0;",
        "href=' ",
        "/",
        "&#"
      })
  void longValuesOfOneKindGetAVerdictInTime(String unit) {
    String filler = unit.repeat(300_000 / unit.length());
    for (String start : new String[] {"", "'", "\"", "<a href=", "/*'*//*\"*/1+", "<!-- "}) {
      judge(start + filler);
    }
  }
}
