package dev.verge.waf.transform;

import static dev.verge.waf.transform.Transformations.apply;
import static dev.verge.waf.transform.Transformations.utf8;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimpleTransformationsTest {
  @ParameterizedTest
  @CsvSource({
    "C^OMMAND /C DIR, command/c dir",
    "'cat,,; /etc', cat/etc",
    "who\"\"am\\i, whoami",
    "a  (b), a(b)",
    "'a ^/b', a/b",
    "/bin/cat /x, /bin/cat/x"
  })
  void normalizesCommandLines(String value, String result) {
    assertThat(apply("cmdLine", value)).isEqualTo(result);
  }

  @Test
  void compressesWhitespace() {
    assertThat(apply("compressWhitespace", "  a\t b\u00A0\u00A0c\n")).isEqualTo(" a b c ");
    assertThat(apply("compressWhitespace", "a\tb")).isEqualTo("a b");
  }

  @Test
  void removesWhitespaceAndTheBytesOfNoBreakSpaces() {
    assertThat(apply("removeWhitespace", " a\t\u000Bb\f\r\n" + utf8("\u00A0") + "c"))
        .isEqualTo("abc");
  }

  @Test
  void trims() {
    assertThat(apply("trim", " \ta b\n ")).isEqualTo("a b");
    assertThat(apply("trimLeft", " \ta b\n ")).isEqualTo("a b\n ");
    assertThat(apply("trimRight", " \ta b\n ")).isEqualTo(" \ta b");
    assertThat(apply("trim", " ")).isEmpty();
  }

  @Test
  void removesAndReplacesNullBytes() {
    assertThat(apply("removeNulls", "\0a\0\0b\0")).isEqualTo("ab");
    assertThat(apply("replaceNulls", "\0a\0")).isEqualTo(" a ");
  }

  @Test
  void changesTheCaseOfAsciiLettersOnly() {
    assertThat(apply("lowercase", "AbC-\u00C9Z[")).isEqualTo("abc-\u00C9z[");
    assertThat(apply("uppercase", "AbC-\u00E9z{")).isEqualTo("ABC-\u00E9Z{");
  }

  @Test
  void setsTheEighthBitByParity() {
    assertThat(apply("parityEven7bit", "ac\u00E1")).isEqualTo("\u00E1ca");
    assertThat(apply("parityOdd7bit", "ac")).isEqualTo("a\u00E3");
    assertThat(apply("parityZero7bit", "a\u00E3")).isEqualTo("ac");
  }

  @Test
  void readsAndWritesHexadecimalDigits() {
    assertThat(apply("hexEncode", "\0a\u00FF")).isEqualTo("0061ff");
    assertThat(apply("hexDecode", "0061FFf")).isEqualTo("\0a\u00FF");
    assertThat(apply("hexDecode", "0z")).isEqualTo("#");
  }

  @ParameterizedTest
  @CsvSource({"0x414243, ABC", "a0X41g0x4, aAg0x4", "0x4142434, ABC4", "00x41, 0A", "0xg, 0xg"})
  void decodesSqlLiterals(String value, String result) {
    assertThat(apply("sqlHexDecode", value)).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource({
    "PHNjcmlwdD4=, <script>",
    "PHNjcmlwdD4, <script>",
    "PHNj cmlw, <sc",
    "QQ, A",
    "Q, ''",
    "'', ''",
    "'&', ''"
  })
  void decodesBase64AsFarAsItGoes(String value, String result) {
    assertThat(apply("base64Decode", value)).isEqualTo(result);
  }

  @Test
  void decodesBase64AcrossLineBreaks() {
    assertThat(apply("base64Decode", "PHNj\r\ncmlw\ndD4=")).isEqualTo("<script>");
  }

  @ParameterizedTest
  @CsvSource({
    "P.HNj cmlw!dD4=, <script>",
    "QUJD=REVG, ABCDEF",
    "-_8, \u00FB\u00FF",
    "Q=Q, ''",
    "Q==, ''"
  })
  void decodesBase64Forgivingly(String value, String result) {
    assertThat(apply("base64DecodeExt", value)).isEqualTo(result);
  }

  @Test
  void encodesBase64() {
    assertThat(apply("base64Encode", "a\u00FF")).isEqualTo("Yf8=");
    assertThat(apply("base64Encode", "")).isEmpty();
  }

  @Test
  void digests() {
    assertThat(hex(apply("md5", "TestCase"))).isEqualTo("c9aba2c3e60126169e80e9a26ba273c1");
    assertThat(hex(apply("sha1", ""))).isEqualTo("da39a3ee5e6b4b0d3255bfef95601890afd80709");
  }

  @Test
  void tellsTheLength() {
    assertThat(apply("length", "abc\u00E9")).isEqualTo("4");
    assertThat(apply("length", "")).isEqualTo("0");
  }

  private static String hex(String bytes) {
    return HexFormat.of().formatHex(bytes.getBytes(ISO_8859_1));
  }
}
