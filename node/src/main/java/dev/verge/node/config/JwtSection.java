package dev.verge.node.config;

import dev.verge.shield.identity.Issuer;
import dev.verge.shield.identity.JwtSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The section {@code jwt}: whose tokens are believed. */
final class JwtSection {
  private JwtSection() {}

  static JwtSettings read(Path settings, Section section) {
    String keys = section.text("keys");
    Section entries = section.section("issuers");
    List<Issuer> issuers = new ArrayList<>();
    for (String name : entries.keys()) {
      try {
        issuers.add(issuer(settings, name, entries.section(name)));
      } catch (IllegalArgumentException e) {
        throw entries.wrong(name, "cannot be used: " + e.getMessage());
      }
    }
    section.done();
    try {
      return new JwtSettings(keys == null ? null : file(settings, keys), issuers);
    } catch (IllegalArgumentException e) {
      throw section.wrong("issuers", "cannot be used: " + e.getMessage());
    }
  }

  private static Issuer issuer(Path settings, String name, Section section) {
    String issuer = section.required("issuer");
    String audience = section.text("audience");
    URI jwks = jwks(settings, section);
    Set<String> algorithms = algorithms(section.text("algorithms"));
    long skew =
        section.number("skew-seconds", Issuer.SKEW.toSeconds(), 0, Issuer.LARGEST_SKEW.toSeconds());
    section.done();
    return new Issuer(name, issuer, audience, jwks, algorithms, Duration.ofSeconds(skew));
  }

  private static URI jwks(Path settings, Section section) {
    String place = section.required("jwks");
    try {
      return place.contains("://") ? new URI(place) : file(settings, place).toUri();
    } catch (URISyntaxException e) {
      throw section.wrong("jwks", "is a file or an address: " + e.getReason());
    }
  }

  private static Set<String> algorithms(@Nullable String names) {
    return names == null ? Issuer.ALGORITHMS : Set.copyOf(List.of(names.strip().split("\\s+")));
  }

  /** Files are named relative to the configuration. */
  private static Path file(Path settings, String name) {
    return settings.toAbsolutePath().resolveSibling(name);
  }
}
