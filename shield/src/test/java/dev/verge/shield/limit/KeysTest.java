package dev.verge.shield.limit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
  private final Keys keys = new Keys("0123456789abcdef".getBytes(US_ASCII));

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7",
    "::ffff:203.0.113.7, 203.0.113.7",
    "2001:db8:0:12:a:b:c:d, 2001:db8:0:12::/64",
    "2001:DB8:0:12::1, 2001:db8:0:12::/64",
    "2001:db8:0:13::1, 2001:db8:0:13::/64",
    "fe80::1%eth0, fe80:0:0:0::/64",
    "[::1], 0:0:0:0::/64",
  })
  void countsAnAddressByItsSubscriber(String literal, String counted) {
    assertThat(Keys.address(literal)).isEqualTo(counted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "1.2.3.4.5", "1.2.3.4:80", "::1::"})
  void takesNothingButAddresses(String literal) {
    assertThatThrownBy(() -> Keys.address(literal)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tellsPartsApart() {
    assertThat(
            List.of(
                keys.key(List.of("ab", "c")),
                keys.key(List.of("a", "bc")),
                keys.key(List.of("abc")),
                keys.key(List.of("abc", "")),
                keys.key(List.of("", "abc")),
                keys.key(List.of("c", "ab")),
                keys.key(List.of())))
        .doesNotHaveDuplicates();
  }

  @Test
  void isTheSameForTheSameSecretOnly() {
    Keys same = new Keys("0123456789abcdef".getBytes(US_ASCII));
    assertThat(same.key("user-1")).isEqualTo(keys.key("user-1"));
    assertThat(Keys.random().key("user-1")).isNotEqualTo(keys.key("user-1"));
  }

  @Test
  void refusesASecretOfAnotherLength() {
    assertThatThrownBy(() -> new Keys(new byte[15]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a secret of keys has 16 bytes, not 15");
  }

  /** Appendix A of the paper: key 00 to 0f, message 00 to 0e. */
  @Test
  void hashesAsThePaperDoes() {
    SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
    hash.add(0x0706050403020100L);
    assertThat(hash.finish(0x0f0e0d0c0b0a0908L)).isEqualTo(0xa129ca6149be45e5L);
  }
}
