package dev.verge.waf.operator;

import static dev.verge.waf.operator.Answers.captured;
import static dev.verge.waf.operator.Answers.no;
import static dev.verge.waf.operator.Answers.refused;
import static dev.verge.waf.operator.Answers.yes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Validating operators say yes to what is not valid. */
class EncodingsTest {
  @Test
  void byteRangesAreWhatIsAllowed() {
    yes("validateByteRange", "1-255", "\0", "a\0b");
    no("validateByteRange", "1-255", "", "a", "\u00FF");
    yes("validateByteRange", "32-126", "\n", "\u007F", "\u00E9", "abc\u0080");
    no("validateByteRange", "32-126", " ~", "");
    yes("validateByteRange", "65", "B", "AB");
    no("validateByteRange", "65", "AAA");
  }

  @Test
  void severalRangesCountTogether() {
    no("validateByteRange", "9, 10, 13 ,32 - 126", "a\tb\r\n~");
    yes("validateByteRange", "9, 10, 13 ,32 - 126", "\u000B");
    no("validateByteRange", "0-127,100-255", "\0\u00FF");
  }

  @Test
  void whatIsNoRangeOfBytesIsRefused() {
    refused("validateByteRange", "", " ", "a", "1-", "-1", "256", "1-256", "5-1", "1-2-3", "1,,2");
    refused("validateByteRange", "1;2", "0x10", "1 2", "99999999999");
  }

  @Test
  void thePercentSignsOfUrlsAreFollowedByTwoDigits() {
    yes("validateUrlEncoding", "", "%", "%4", "%4g", "%g4", "a%", "%41%", "%%41", "% 41", "%u0041");
    no("validateUrlEncoding", "", "", "abc", "%41", "%4a%4F%ff", "+", "%00");
  }

  @Test
  void utf8IsValidated() {
    no(
        "validateUtf8Encoding",
        "",
        "",
        "abc",
        utf8("\u00E9\u20AC"),
        utf8("\uD83D\uDE00"),
        "\0\u007F");
    yes("validateUtf8Encoding", "", "\u0080", "\u00BF", "\u00FE", "\u00FF");
  }

  @Test
  void overlongFormsAreNoUtf8() {
    yes("validateUtf8Encoding", "", "\u00C0\u0080", "\u00C0\u00AF", "\u00C1\u00BF");
    yes("validateUtf8Encoding", "", "\u00E0\u0080\u00AF", "\u00E0\u009F\u00BF");
    no("validateUtf8Encoding", "", "\u00E0\u00A0\u0080");
    yes("validateUtf8Encoding", "", "\u00F0\u0080\u0080\u00AF", "\u00F0\u008F\u00BF\u00BF");
    no("validateUtf8Encoding", "", "\u00F0\u0090\u0080\u0080");
  }

  @Test
  void surrogatesAndWhatIsBeyondUnicodeAreNoUtf8() {
    no("validateUtf8Encoding", "", "\u00ED\u009F\u00BF", "\u00EE\u0080\u0080");
    yes("validateUtf8Encoding", "", "\u00ED\u00A0\u0080", "\u00ED\u00BF\u00BF");
    no("validateUtf8Encoding", "", "\u00F4\u008F\u00BF\u00BF");
    yes("validateUtf8Encoding", "", "\u00F4\u0090\u0080\u0080", "\u00F5\u0080\u0080\u0080");
    yes("validateUtf8Encoding", "", "\u00F8\u0088\u0080\u0080\u0080");
  }

  @Test
  void whatBreaksOffIsNoUtf8() {
    yes("validateUtf8Encoding", "", "\u00C3", "\u00C3A", "\u00E2\u0082", "\u00E2\u0082A");
    yes(
        "validateUtf8Encoding",
        "",
        "\u00F0\u009F\u0098",
        "\u00F0\u009F\u0098A",
        "a\u00C3\u00C3\u00A9");
  }

  @Test
  void utf8IsWhatADecoderTakes() {
    Random random = new Random(20260108);
    String bytes =
        "aA\u0080\u008F\u0090\u009F\u00A0\u00BF\u00C1\u00C2\u00C3\u00DF\u00E0\u00E2\u00ED\u00EF\u00F0\u00F4\u00F5\u00FF";
    for (int run = 0; run < 5_000; run++) {
      StringBuilder value = new StringBuilder();
      for (int i = random.nextInt(6); i > 0; i--) {
        value.append(bytes.charAt(random.nextInt(bytes.length())));
      }
      assertThat(Encodings.hasBadUtf8(value.toString())).isEqualTo(isRefused(value.toString()));
    }
  }

  private static boolean isRefused(String value) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(value.getBytes(ISO_8859_1)));
      return false;
    } catch (CharacterCodingException e) {
      return true;
    }
  }

  @Test
  void theValueIsLeftInTheFirstGroup() {
    assertThat(captured("validateByteRange", "1-255", "a\0", 0)).isEqualTo("a\0");
    assertThat(captured("validateUrlEncoding", "", "%", 0)).isEqualTo("%");
  }

  private static String utf8(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }
}
