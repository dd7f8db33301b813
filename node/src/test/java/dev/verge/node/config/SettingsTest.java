package dev.verge.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
