package dev.verge.waf.injection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Compares with a golden file that the C code of libinjection wrote. Its head says which version
 * that was and what the columns are.
 */
final class LibinjectionTest {
  /**
   * What is found although libinjection stops reading a tag at a byte 0xFF, where a C {@code char}
   * has a sign; browsers read on.
   */
  private static final Map<String, String> READ_FURTHER =
      Map.of(
          "<a x \u00ff=1 onclick=x>", "11000",
          "<a x=\u00ff onclick=x>", "11000",
          "<a x='1'\u00ff onclick=x>", "11100");

  private static final List<Verdict> VERDICTS =
      Tables.lines("libinjection-verdicts.txt").stream().map(Verdict::parse).toList();

  /**
   * @param fingerprint of the injection, or {@code "-"}
   * @param readings the fingerprint in each {@link SqlMode}
   * @param contexts a digit for each {@link HtmlLexer.Context}
   */
  private record Verdict(String value, String fingerprint, String readings, String contexts) {
    static Verdict parse(String line) {
      String[] columns = line.split("\t", -1);
      String value = decode(columns[0]);
      String contexts = READ_FURTHER.getOrDefault(value, columns[3]);
      return new Verdict(value, columns[1], columns[2], contexts);
    }

    private static String decode(String encoded) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (int i = 0; i < encoded.length(); i++) {
        if (encoded.charAt(i) == '%') {
          bytes.write(HexFormat.fromHexDigits(encoded, i + 1, i + 3));
          i += 2;
        } else {
          bytes.write(encoded.charAt(i));
        }
      }
      return bytes.toString(StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void thereAreVerdictsOfEveryKind() {
    assertThat(VERDICTS).hasSizeGreaterThan(2_000);
    assertThat(VERDICTS)
        .filteredOn(verdict -> !verdict.fingerprint().equals("-"))
        .hasSizeGreaterThan(900);
    assertThat(VERDICTS)
        .filteredOn(verdict -> verdict.contexts().contains("1"))
        .hasSizeGreaterThan(700);
  }

  @Test
  void sqlInjectionsHaveTheSameFingerprint() {
    assertThat(VERDICTS)
        .allSatisfy(verdict -> {
          String fingerprint = Sqli.fingerprint(verdict.value());
          assertThat(fingerprint == null ? "-" : fingerprint).isEqualTo(verdict.fingerprint());
        });
  }

  @Test
  void valuesAreReadAlikeInEveryMode() {
    assertThat(VERDICTS)
        .allSatisfy(verdict ->
            assertThat(
                    Arrays.stream(SqlMode.values())
                        .map(mode -> describe(SqlReading.of(verdict.value(), mode)))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(verdict.readings()));
  }

  private static String describe(SqlReading reading) {
    String fingerprint = reading.fingerprint().isEmpty() ? "-" : reading.fingerprint();
    return reading.injection() == null ? fingerprint : fingerprint + "!";
  }

  @Test
  void scriptsAreFoundInTheSameContexts() {
    assertThat(VERDICTS)
        .allSatisfy(verdict ->
            assertThat(
                    Arrays.stream(HtmlLexer.Context.values())
                        .map(context -> Xss.detects(verdict.value(), context) ? "1" : "0")
                        .collect(Collectors.joining()))
                .isEqualTo(verdict.contexts()));
  }

  @Test
  void aScriptInAnyContextIsDetected() {
    assertThat(VERDICTS)
        .allSatisfy(verdict ->
            assertThat(Xss.detects(verdict.value())).isEqualTo(verdict.contexts().contains("1")));
  }
}
