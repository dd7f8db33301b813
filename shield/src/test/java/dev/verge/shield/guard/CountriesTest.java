package dev.verge.shield.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountriesTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("country.mmdb");
  }

  private Countries open(GeoFile database) throws IOException {
    return Countries.open(database.write(file()));
  }

  @Test
  void tellsTheCountryOfTheNetworkThatHoldsTheAddress() throws IOException {
    Countries countries =
        open(
            new GeoFile(6)
                .country("203.0.113.0/24", "JP")
                .country("198.51.100.7/32", "FR")
                .country("2001:db8::/32", "DE"));

    assertThat(countries.of("203.0.113.0")).isEqualTo("JP");
    assertThat(countries.of("203.0.113.255")).isEqualTo("JP");
    assertThat(countries.of("198.51.100.7")).isEqualTo("FR");
    assertThat(countries.of("2001:db8:ffff::1")).isEqualTo("DE");
    assertThat(countries.of("::ffff:203.0.113.7")).as("IPv4 mapped to IPv6").isEqualTo("JP");
    for (String unknown :
        List.of("203.0.114.0", "198.51.100.6", "2001:db9::", "127.0.0.1", "::1")) {
      assertThat(countries.of(unknown)).as(unknown).isEqualTo("XX");
    }
    assertThat(countries.of("")).as("no address").isEqualTo("XX");
    assertThat(countries.of("example.com")).as("no address").isEqualTo("XX");
  }

  @Test
  void aDatabaseOfIpv4AddressesKnowsNoOthers() throws IOException {
    Countries countries = open(new GeoFile(4).country("203.0.113.0/24", "JP"));

    assertThat(countries.of("203.0.113.7")).isEqualTo("JP");
    assertThat(countries.of("2001:db8::1")).isEqualTo("XX");
  }

  @Test
  void readsWhereANetworkIsOrElseWhereItIsRegistered() throws IOException {
    Map<String, ?> names = Map.of("en", "Japan", "de", "Japan");
    Map<String, ?> japan = Map.of("iso_code", "JP", "names", names);
    Countries countries =
        open(
            new GeoFile(6)
                .entry("10.1.0.0/16", Map.of("country", japan, "continent", Map.of("code", "AS")))
                .entry("10.2.0.0/16", Map.of("country_code", "JP"))
                .entry("10.3.0.0/16", Map.of("registered_country", Map.of("iso_code", "KP")))
                .entry(
                    "10.4.0.0/16",
                    Map.of("country", japan, "registered_country", Map.of("iso_code", "KP")))
                .entry("10.5.0.0/16", Map.of("country_code", "jp\r\nX-Admin: 1"))
                .entry("10.6.0.0/16", Map.of("continent", Map.of("code", "AS")))
                .entry("10.7.0.0/16", Map.of("country", "Japan", "country_code", "JP"))
                .entry("10.8.0.0/16", Map.of("country", "JP")));

    assertThat(IntStream.rangeClosed(1, 8).mapToObj(i -> countries.of("10." + i + ".0.1")))
        .containsExactly("JP", "JP", "KP", "JP", "XX", "XX", "JP", "JP");
  }

  /** Against addresses of which each knows its country, by many threads at once. */
  @Test
  void tellsCountriesAsAModelDoes() throws IOException {
    Random random = new Random(7);
    String[] model = new String[1 << 16];
    GeoFile database = new GeoFile(6);
    for (int start = 0; start < model.length; ) {
      int bits = Math.max(random.nextInt(17), 16 - Integer.numberOfTrailingZeros(start | 1 << 16));
      String code = "" + (char) ('A' + random.nextInt(26)) + (char) ('A' + random.nextInt(26));
      int end = start + (1 << (16 - bits));
      Arrays.fill(model, start, end, code);
      database.country("10.%d.%d.0/%d".formatted(start >> 8, start & 255, 8 + bits), code);
      start = end;
    }
    Countries countries = open(database);

    IntStream.range(0, model.length)
        .parallel()
        .forEach(i ->
            assertThat(countries.of("10.%d.%d.9".formatted(i >> 8, i & 255))).isEqualTo(model[i]));
  }

  @Test
  void namesAFileThatCannotBeUsed() throws IOException {
    refused("there is no such file");
    Files.writeString(file(), "203.0.113.0/24,JP\n");
    refused("no whole database in the MaxMind DB format");
    new GeoFile(6).entry("10.0.0.0/8", Map.of("autonomous_system", "Example")).write(file());
    refused("no network in it has a country.iso_code or country_code");
    byte[] whole = Files.readAllBytes(new GeoFile(6).country("10.0.0.0/8", "JP").write(file()));
    Files.write(file(), Arrays.copyOf(whole, whole.length / 2));
    refused("no whole database in the MaxMind DB format");
    try (RandomAccessFile sparse = new RandomAccessFile(file().toFile(), "rw")) {
      sparse.setLength((256L << 20) + 1);
    }
    refused("more than 268435456 bytes");
  }

  private void refused(String why) {
    assertThatThrownBy(() -> Countries.open(file()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining(why);
  }

  @Test
  void aDamagedDatabaseIsRefusedOrAnswersEveryAddress() throws IOException {
    Path good =
        new GeoFile(6).country("203.0.0.0/12", "JP").country("2001:d00::/24", "DE").write(file());
    byte[] bytes = Files.readAllBytes(good);
    Random random = new Random(3);
    int refused = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = bytes.clone();
      damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file(), damaged);
      Countries countries;
      try {
        countries = Countries.open(file());
      } catch (IllegalArgumentException e) {
        refused++;
        continue;
      }
      byte[] address = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(address);
      for (String any : List.of("203.0.0.1", "2001:d00::1", text(address))) {
        assertThat(countries.of(any)).as("%d: %s", i, any).matches("[A-Z]{2}");
      }
    }
    assertThat(refused).isBetween(500, 1_999);
  }

  private static String text(byte[] address) throws IOException {
    return InetAddress.getByAddress(address).getHostAddress();
  }
}
