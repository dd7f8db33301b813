package dev.verge.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verge.node.config.Settings;
import dev.verge.shield.guard.GeoFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients are known by the countries of their addresses, if there is a geo database. */
@Timeout(60)
class GeoTest {
  private static final String FROM = "Verge-From";
  private static final String ADDRESS = "Verge-Address";
  private static final Path BUNDLE = Path.of("target/test-classes");

  @TempDir Path data;

  private World open(String access) throws IOException {
    String settings = access + "\ngeo: {database: country.mmdb}\n";
    Settings read = Settings.read(Files.writeString(data.resolve("verge.yaml"), settings));
    return World.open(
        WorldConfig.of(BUNDLE, data.resolve("data"))
            .withLocations(List.of("iad"))
            .withWan(0)
            .withSettings(read));
  }

  /** The country that a client is told to be from, or the status that it is refused with. */
  private static String country(URI server, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/items"));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return response.statusCode() == 200
          ? response.headers().firstValue("X-User-Country").orElseThrow()
          : String.valueOf(response.statusCode());
    }
  }

  @Test
  void aDeniedCountryIsKnownByItsAddresses() throws Exception {
    new GeoFile(6)
        .country("203.0.113.0/24", "KP")
        .country("2001:db8::/32", "KP")
        .country("198.51.100.0/24", "DE")
        .write(data.resolve("country.mmdb"));
    try (World world = open("access: {deny: [KP]}")) {
      for (URI server : List.of(world.url("iad"), world.gateway())) {
        assertThat(country(server, ADDRESS, "203.0.113.7")).isEqualTo("403");
        assertThat(country(server, ADDRESS, "2001:db8::7")).isEqualTo("403");
        assertThat(country(server, ADDRESS, "198.51.100.7")).isEqualTo("DE");
        assertThat(country(server, ADDRESS, "192.0.2.7")).as("unknown").isEqualTo("XX");
        assertThat(country(server)).as("the first location's").isEqualTo("US");
        assertThat(country(server, FROM, "nrt", ADDRESS, "203.0.113.7")).isEqualTo("JP");
      }
    }
  }

  @Test
  void ifAllAreDeniedAnAllowedCountryComesIn() throws Exception {
    new GeoFile(6).country("203.0.113.0/24", "JP").write(data.resolve("country.mmdb"));
    try (World world = open("access: {allow: [JP, US], deny: all}")) {
      assertThat(country(world.url("iad"), ADDRESS, "203.0.113.7")).isEqualTo("JP");
      assertThat(country(world.url("iad"), ADDRESS, "192.0.2.7")).as("unknown").isEqualTo("403");
    }
  }

  @Test
  void aDatabaseThatIsNotThereIsNamedWithItsSetting() {
    assertThatThrownBy(() -> open(""))
        .isInstanceOf(WorldException.class)
        .hasMessageContaining("geo.database")
        .hasMessageContaining(data.resolve("country.mmdb") + ": there is no such file");
  }
}
