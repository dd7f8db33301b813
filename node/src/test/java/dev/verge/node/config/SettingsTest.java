package dev.verge.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verge.shield.identity.Issuer;
import dev.verge.shield.identity.JwtSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
  @TempDir Path folder;

  @Test
  void readsWhatStandsThereAndKeepsTheRest() throws IOException {
    Files.writeString(folder.resolve("secret"), "pass word\n");
    Settings settings =
        read(
            """
            limits:
              body: 2_000
            postgres:
              orders:
                url: jdbc:postgresql://db.example/orders
                user: shop
                password-file: secret
            """);

    assertThat(settings.limits().body()).isEqualTo(2_000);
    assertThat(settings.limits().headers()).isEqualTo(32 << 10);
    assertThat(settings.postgres())
        .containsEntry(
            "orders",
            new Settings.Postgres("jdbc:postgresql://db.example/orders", "shop", "pass word"));
    assertThat(settings.toString()).doesNotContain("pass word");
  }

  @Test
  void anEmptyFileMeansTheDefaults() throws IOException {
    assertThat(read("")).isEqualTo(Settings.defaults());
  }

  @Test
  void anUnknownKeyIsNamedWithItsLineAndTheNearestKnown() {
    assertThatThrownBy(() -> read("limits:\n  body: 1\n  heders: 2048\n"))
        .hasMessageContaining("verge.yaml:3: unknown key 'heders' in 'limits'")
        .hasMessageContaining("nearest known key is 'headers'");
    assertThatThrownBy(() -> read("limit:\n  body: 1\n"))
        .hasMessageContaining("verge.yaml:1: unknown key 'limit'")
        .hasMessageContaining("'limits'");
  }

  @Test
  void aWrongValueIsNamedWithItsLine() {
    for (String value : new String[] {"-1", "many", "99999999999999999999", "[1]"}) {
      assertThatThrownBy(() -> read("limits:\n  body: " + value + "\n"))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("verge.yaml:2: 'body'");
    }
    assertThatThrownBy(() -> read("postgres:\n  orders:\n    url: mysql://x\n    user: a\n"))
        .hasMessageContaining("verge.yaml:3: 'url' starts with jdbc:postgresql:");
    assertThatThrownBy(() -> read("postgres:\n  orders:\n    user: a\n"))
        .hasMessageContaining("'postgres.orders' needs the key 'url'");
  }

  @Test
  void theGeoDatabaseIsNamedRelativeToTheConfiguration() throws IOException {
    Path file = folder.resolve("geo/country.mmdb");
    assertThat(read("geo: {database: geo/country.mmdb}").geoDatabase()).isEqualTo(file);
    assertThat(read("geo: {database: %s}".formatted(file)).geoDatabase()).isEqualTo(file);
    assertThatThrownBy(() -> read("geo:\n  databse: country.mmdb\n"))
        .hasMessageContaining("verge.yaml:2: unknown key 'databse' in 'geo'")
        .hasMessageContaining("'database'");
  }

  @Test
  void issuersAreReadWithFilesRelativeToTheConfiguration() throws IOException {
    JwtSettings jwt =
        read("""
        jwt:
          keys: keys/jwks.json
          issuers:
            id:
              issuer: https://id.example
              audience: shop
              jwks: keys/id.json
              algorithms: EdDSA HS256
              skew-seconds: 5
            partner:
              issuer: https://partner.example/
              jwks: https://partner.example/jwks.json
        """)
            .jwt();

    assertThat(jwt.keys()).isEqualTo(folder.resolve("keys/jwks.json"));
    assertThat(jwt.issuers())
        .containsExactly(
            new Issuer(
                "id",
                "https://id.example",
                "shop",
                folder.resolve("keys/id.json").toUri(),
                Set.of("EdDSA", "HS256"),
                Duration.ofSeconds(5)),
            new Issuer(
                "partner",
                "https://partner.example/",
                null,
                URI.create("https://partner.example/jwks.json"),
                Set.of("EdDSA", "ES256", "RS256"),
                Duration.ofSeconds(30)));
  }

  @Test
  void anIssuerThatCannotBeUsedIsNamedWithItsLine() {
    String good = "issuer: https://id.example, jwks: id.json";
    String address = "issuer: https://id.example, jwks: \"https://id.example/k\"";
    issuerRefused("id: {" + good + ", algorithm: ES256}", "verge.yaml:3: unknown key 'algorithm'");
    issuerRefused("id: {" + good + ", algorithms: none}", "verge.yaml:3: 'id'");
    issuerRefused("id: {" + good + ", skew-seconds: 601}", "verge.yaml:3: 'skew-seconds'");
    issuerRefused("id: {" + address + ", algorithms: HS256}", "in a file only");
    issuerRefused("id: {issuer: verge, jwks: id.json}", "'verge' is no issuer");
    issuerRefused("Id_: {" + good + "}", "'Id_' cannot be used");
    issuerRefused("id: {jwks: id.json}", "'jwt.issuers.id' needs the key 'issuer'");
    issuerRefused("id: {issuer: a, jwks: \"ftp://x\"}", "http or https");
    issuerRefused("id: {issuer: a, jwks: \"https:///x\"}", "http or https");
    issuerRefused("id: {issuer: a, jwks: \"https://u:pw@x/\"}", "user or password");
    issuerRefused("id: {issuer: a, jwks: \"https://u:pw @x/\"}", "verge.yaml:3: 'jwks'");
    issuerRefused("a: {" + good + "}\n    b: {" + good + "}", "verge.yaml:2: 'issuers'");
  }

  private void issuerRefused(String issuer, String why) {
    assertThatThrownBy(() -> read("jwt:\n  issuers:\n    " + issuer + "\n"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("pw");
  }

  @Test
  void whatIsNotYamlIsRefused() {
    assertThatThrownBy(() -> read("limits: [\n")).hasMessageContaining("is not YAML");
    assertThatThrownBy(() -> read("- a\n")).isInstanceOf(SettingsException.class);
    assertThatThrownBy(() -> read("limits:\n  body: 1\n  body: 2\n"))
        .isInstanceOf(SettingsException.class);
  }

  private Settings read(String yaml) throws IOException {
    Path file = folder.resolve("verge.yaml");
    Files.writeString(file, yaml);
    return Settings.read(file);
  }
}
