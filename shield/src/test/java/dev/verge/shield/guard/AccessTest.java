package dev.verge.shield.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lists of addresses, blocks and countries. */
class AccessTest {
  @Test
  void everybodyComesInUnlessDenied() {
    assertThat(Access.OPEN.admits("203.0.113.7", "DE")).isTrue();
    Access access = Access.of(List.of(), List.of("203.0.113.0/24", "2001:db8::/32", "KP"));
    assertThat(access.admits("203.0.113.7", "DE")).isFalse();
    assertThat(access.admits("203.0.114.7", "DE")).isTrue();
    assertThat(access.admits("2001:db8:7::1", "DE")).isFalse();
    assertThat(access.admits("2001:db9::1", "DE")).isTrue();
    assertThat(access.admits("192.0.2.1", "KP")).isFalse();
  }

  @Test
  void whoIsAllowedComesInThoughDenied() {
    Access access = Access.of(List.of("203.0.113.7"), List.of("203.0.113.0/24", "KP"));
    assertThat(access.admits("203.0.113.7", "KP")).isTrue();
    assertThat(access.admits("203.0.113.8", "DE")).isFalse();
  }

  @Test
  void ifAllAreDeniedOnlyTheAllowedComeIn() {
    Access access = Access.of(List.of("10.0.0.0/8", "DE"), List.of("all", "10.6.6.6"));
    assertThat(access.admits("10.1.2.3", "XX")).isTrue();
    assertThat(access.admits("192.0.2.1", "DE")).isTrue();
    assertThat(access.admits("192.0.2.1", "FR")).isFalse();
    assertThat(access.admits("no address", "XX")).isFalse();
  }

  @Test
  void anIpv4AddressCountsAlsoWhereIpv6MapsIt() {
    AddressSet set = AddressSet.of(List.of("203.0.113.0/24"));
    assertThat(set.contains("::ffff:203.0.113.7")).isTrue();
    assertThat(AddressSet.of(List.of("::/0")).contains("203.0.113.7")).isTrue();
    assertThat(AddressSet.of(List.of("0.0.0.0/0")).contains("2001:db8::1")).isFalse();
  }

  @Test
  void namesWhatIsNoBlock() {
    for (String wrong :
        List.of(
            "203.0.113.0/33", "2001:db8::/129", "203.0.113/x", "host.example", "1.2.3.4/", "")) {
      assertThatThrownBy(() -> Access.of(List.of(), List.of(wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + wrong + "'");
    }
  }

  @Test
  void findsWhatLookingAtEachBlockFinds() throws Exception {
    long seed = 20261123;
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<String> blocks = new ArrayList<>();
      for (int i = random.nextInt(30); i >= 0; i--) {
        blocks.add(address(random) + "/" + (112 + random.nextInt(17)));
      }
      AddressSet set = AddressSet.of(blocks);
      for (int i = 0; i < 50; i++) {
        String address = address(random);
        boolean expected = blocks.stream().anyMatch(block -> holds(block, address));
        assertThat(set.contains(address)).as("%s in %s", address, blocks).isEqualTo(expected);
      }
    }
  }

  private static String address(Random random) {
    return "2001:db8::%x".formatted(random.nextInt(1 << 16));
  }

  private static boolean holds(String block, String address) {
    int slash = block.indexOf('/');
    int free = 128 - Integer.parseInt(block.substring(slash + 1));
    return number(block.substring(0, slash))
        .shiftRight(free)
        .equals(number(address).shiftRight(free));
  }

  private static BigInteger number(String address) {
    return new BigInteger(1, InetAddress.ofLiteral(address).getAddress());
  }
}
