package dev.verge.waf.injection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SqliTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "O'Reilly",
        "it's 5 o'clock",
        "rock and roll",
        "17 and 18",
        "name@example.org",
        "2026-01-31 10:00:00",
        "https://example.org/a?b=1&c=2#d",
        "{\"a\": [1, 2, \"x\"]}",
        "select the best of both",
        "1 union"
      })
  void ordinaryValuesAreNoInjections(String value) {
    assertThat(Sqli.fingerprint(value)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1 or 1=1|1&1",
        "1;drop table users|1;Tnn",
        "1 union all select password from users|1UEnk",
        "sleep(5)|f(1)",
        "1 and (select 1)=1|1&(E1"
      })
  void injectionsBesideNumbersHaveTheFingerprintOfTheirFoldedTokens(
      String value, String fingerprint) {
    assertThat(Sqli.fingerprint(value)).isEqualTo(fingerprint);
  }

  @Test
  void aValueIsReadAsTheRestOfAStringInSingleQuotes() {
    assertThat(Sqli.fingerprint("x' or 1=1 --")).isEqualTo("s&1c");
  }

  @Test
  void aValueIsReadAsTheRestOfAStringInDoubleQuotes() {
    assertThat(Sqli.fingerprint("x\" or 1=1 --")).isEqualTo("s&1c");
  }

  @Test
  void quotesThatAreEscapedOrDoubledDoNotEndAString() {
    assertThat(insideQuotes("x\\' or 1=1")).isEqualTo("s");
    assertThat(insideQuotes("x'' or 1=1")).isEqualTo("s");
    assertThat(insideQuotes("x\\\\' or 1=1")).isEqualTo("s&1");
  }

  private static String insideQuotes(String value) {
    return SqlReading.of(value, SqlMode.SINGLE_QUOTED_ANSI).fingerprint();
  }

  @Test
  void theHashIsACommentInMysqlOnly() {
    assertThat(SqlReading.of("1 # or 1=1", SqlMode.BARE_MYSQL).fingerprint()).isEqualTo("1c");
    assertThat(SqlReading.of("1 # or 1=1", SqlMode.BARE_ANSI).fingerprint()).isEqualTo("1o&1");
  }

  @Test
  void whatMysqlReadsOtherwiseIsReadItsWayToo() {
    assertThat(Sqli.fingerprint("x' or 1 --1")).isEqualTo("s&1c");
    assertThat(Sqli.fingerprint("x' or 1=1#")).isEqualTo("s&1c");
  }

  @Test
  void fillerDoesNotChangeTheFingerprint() {
    assertThat(Sqli.fingerprint("((-1+2*3)) /**/ oR !!(1) = - 1.5e3"))
        .isEqualTo(Sqli.fingerprint("1) or (1=1"));
  }

  @Test
  void commentsThatDatabasesReadDifferentlyAreEvil() {
    assertThat(Sqli.fingerprint("1 /*!or*/ 1")).isEqualTo("X");
    assertThat(Sqli.fingerprint("1 /* a /* b */ */")).isEqualTo("X");
  }

  @Test
  void hidingFromTheAuditLogGivesAnOrdinaryValueAway() {
    assertThat(Sqli.fingerprint("foo --")).isNull();
    assertThat(Sqli.fingerprint("foo -- sp_password")).isEqualTo("nc");
  }

  @Test
  void zeroBytesAndNonBreakingSpacesAreWhiteSpace() {
    assertThat(Sqli.fingerprint("1\0or\u00a01=1")).isEqualTo("1&1");
  }
}
