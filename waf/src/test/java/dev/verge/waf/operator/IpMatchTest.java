package dev.verge.waf.operator;

import static dev.verge.waf.operator.Answers.captured;
import static dev.verge.waf.operator.Answers.no;
import static dev.verge.waf.operator.Answers.refused;
import static dev.verge.waf.operator.Answers.yes;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IpMatchTest {
  @Test
  void anAddressMatchesItself() {
    yes("ipMatch", "192.0.2.1", "192.0.2.1");
    no("ipMatch", "192.0.2.1", "192.0.2.2", "192.0.2.10", "");
    yes("ipMatch", "::1", "::1", "0:0:0:0:0:0:0:1");
    no("ipMatch", "::1", "::2");
  }

  @Test
  void aNetworkHasTheAddressesThatBeginLikeIt() {
    yes("ipMatch", "10.0.0.0/8", "10.0.0.0", "10.1.2.3", "10.255.255.255");
    no("ipMatch", "10.0.0.0/8", "9.255.255.255", "11.0.0.0");
    yes("ipMatch", "192.0.2.128/25", "192.0.2.128", "192.0.2.255");
    no("ipMatch", "192.0.2.128/25", "192.0.2.127");
    yes("ipMatch", "192.0.2.1/32", "192.0.2.1");
    no("ipMatch", "192.0.2.1/32", "192.0.2.0");
    yes("ipMatch", "0.0.0.0/0", "255.255.255.255", "0.0.0.0");
  }

  @Test
  void theHostBitsOfANetworkDoNotMatter() {
    yes("ipMatch", "10.1.2.3/8", "10.9.9.9");
  }

  @Test
  void networksOfVersionSixWorkAlike() {
    yes("ipMatch", "2001:db8::/32", "2001:db8::1", "2001:DB8:ffff::", "2001:db8:0:0:0:0:0:1");
    no("ipMatch", "2001:db8::/32", "2001:db9::1", "::1");
    yes("ipMatch", "fe80::/10", "febf::1");
    no("ipMatch", "fe80::/10", "fec0::1");
    yes("ipMatch", "::/0", "ffff::");
  }

  @Test
  void theVersionsAreNotMixed() {
    no("ipMatch", "0.0.0.0/0", "::1");
    no("ipMatch", "::/0", "192.0.2.1");
  }

  @Test
  void versionFourWrittenAsVersionSixIsVersionFour() {
    yes("ipMatch", "::ffff:0:0/96", "192.0.2.1", "::ffff:192.0.2.1", "::ffff:c000:201");
    no("ipMatch", "::ffff:0:0/96", "::1");
    yes("ipMatch", "::ffff:10.0.0.0/104", "10.1.2.3");
    no("ipMatch", "::ffff:10.0.0.0/104", "11.1.2.3");
    yes("ipMatch", "10.0.0.0/8", "::ffff:10.1.2.3");
  }

  @Test
  void oneOfSeveralIsEnough() {
    yes("ipMatch", "127.0.0.1,::1, 10.0.0.0/8", "127.0.0.1", "::1", "10.2.3.4");
    no("ipMatch", "127.0.0.1,::1, 10.0.0.0/8", "127.0.0.2");
  }

  @Test
  void whatIsNoAddressMatchesNothing() {
    no("ipMatch", "0.0.0.0/0,::/0", "", "localhost", "1.2.3", "1.2.3.256", "1.2.3.4.5", "12345");
    no(
        "ipMatch",
        "0.0.0.0/0,::/0",
        "::1::",
        ":::",
        "fe80::1%eth0",
        "1.2.3.4/8",
        "[::1]",
        "a.b.c.d");
    no("ipMatch", "0.0.0.0/0,::/0", " 1.2.3.4", "1.2.3.4 ", "1".repeat(1_000), ":".repeat(1_000));
  }

  @Test
  void networksMayBeInAFile() {
    yes("ipMatchFromFile", "networks.data", "10.2.3.4", "2001:db8::1");
    no("ipMatchFromFile", "networks.data", "192.0.2.1");
    yes("ipMatchF", "networks.data", "10.2.3.4");
    no("ipMatchFromFile", "empty.data", "10.2.3.4");
  }

  @Test
  void whatIsNoNetworkIsRefused() {
    refused(
        "ipMatch",
        "",
        "localhost",
        "1.2.3",
        "1.2.3.256",
        "1.2.3.4,",
        ",1.2.3.4",
        "1.2.3.4 5.6.7.8");
    refused("ipMatch", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "/8", "2001:db8::/-1");
    refused("ipMatch", "10.0.0.0/x", "10.0.0.0/", "10.0.0.0/8x", "10.0.0.0/4294967320");
    refused("ipMatch", "10.0.0.0/+8", "10.0.0.0/ 8", "10.0.0.0/8/8", "10.0.0.0/255.0.0.0");
    refused("ipMatch", "::ffff:0:0/95", "::ffff:0:0/129");
    refused("ipMatchFromFile", "phrases.data");
  }

  @Test
  void theAddressIsLeftInTheFirstGroup() {
    assertThat(captured("ipMatch", "10.0.0.0/8", "10.2.3.4", 0)).isEqualTo("10.2.3.4");
  }
}
