package dev.verge.node.config;

import dev.verge.shield.FirewallRules;
import dev.verge.shield.identity.JwtSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the operator decides.
 *
 * @param firewall the rules of the web application firewall; null: there is none
 * @param jwt whose tokens are believed beside those that are signed here
 * @param postgres addresses of PostgreSQL servers by dataset; a dataset without one gets an
 *     embedded server
 */
public record Settings(
    Limits limits,
    @Nullable FirewallRules firewall,
    JwtSettings jwt,
    Map<String, Postgres> postgres) {

  /**
   * Bounds of requests.
   *
   * @param body bytes of a request body
   * @param headers bytes of a header block
   * @param inFlight requests at once
   * @param bodyTime within which a request's body must have come
   * @param cacheBytes of the cache-aside cache
   */
  public record Limits(int body, int headers, int inFlight, Duration bodyTime, long cacheBytes) {
    /** What holds unless the operator says else. */
    public static final Limits DEFAULT =
        new Limits(1 << 20, 32 << 10, 4_096, Duration.ofSeconds(30), 64L << 20);
  }

  /** A PostgreSQL server. Its text form hides the password. */
  public record Postgres(String url, String user, String password) {
    @Override
    public String toString() {
      return url + " as " + user;
    }
  }

  /** The settings of a location without a file. */
  public static Settings defaults() {
    return new Settings(Limits.DEFAULT, null, JwtSettings.NONE, Map.of());
  }

  /** A copy with another firewall. */
  public Settings withFirewall(@Nullable FirewallRules rules) {
    return new Settings(limits, rules, jwt, postgres);
  }

  /**
   * Reads a file.
   *
   * @throws SettingsException if it cannot be read or says what is not understood
   */
  public static Settings read(Path file) {
    Section root = Section.parse(file);
    Limits limits = limits(root.section("limits"));
    FirewallRules firewall = firewall(file, root.section("waf"));
    JwtSettings jwt = JwtSection.read(file, root.section("jwt"));
    Section databases = root.section("postgres");
    Map<String, Postgres> postgres = new LinkedHashMap<>();
    Set<String> names = databases.keys();
    names.forEach(name -> postgres.put(name, postgres(file, databases.section(name))));
    databases.done();
    root.done();
    return new Settings(limits, firewall, jwt, Map.copyOf(postgres));
  }

  private static Limits limits(Section section) {
    Limits standard = Limits.DEFAULT;
    Limits limits =
        new Limits(
            (int) section.number("body", standard.body(), 0, 1 << 30),
            (int) section.number("headers", standard.headers(), 1_024, 1 << 20),
            (int) section.number("in-flight", standard.inFlight(), 1, 1_000_000),
            Duration.ofMillis(
                section.number("body-millis", standard.bodyTime().toMillis(), 1, 3_600_000)),
            section.number("cache-bytes", standard.cacheBytes(), 0, 1L << 40));
    section.done();
    return limits;
  }

  private static @Nullable FirewallRules firewall(Path file, Section section) {
    String rules = section.text("rules");
    int paranoia = (int) section.number("paranoia", 1, 1, 4);
    String mode = section.text("mode");
    if (mode != null && !mode.equals("block") && !mode.equals("detect")) {
      throw section.wrong("mode", "is block or detect");
    }
    section.done();
    if (rules == null || rules.equals("off")) {
      return null;
    }
    Path folder = rules.equals("builtin") ? null : file.toAbsolutePath().resolveSibling(rules);
    return new FirewallRules(folder, paranoia, !"detect".equals(mode));
  }

  private static Postgres postgres(Path file, Section section) {
    String url = section.required("url");
    if (!url.startsWith("jdbc:postgresql:")) {
      throw section.wrong("url", "starts with jdbc:postgresql:");
    }
    String user = section.required("user");
    String password = content(file, section.required("password-file")).strip();
    section.done();
    return new Postgres(url, user, password);
  }

  /** The content of a file named relative to the configuration. */
  private static String content(Path settings, String name) {
    Path file = settings.toAbsolutePath().resolveSibling(name);
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new SettingsException(settings + " names " + file + ", which cannot be read: " + e);
    }
  }
}
