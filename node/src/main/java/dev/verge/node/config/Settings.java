package dev.verge.node.config;

import dev.verge.shield.FirewallRules;
import dev.verge.shield.guard.Access;
import dev.verge.shield.identity.JwtSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the operator decides.
 *
 * @param access who is let in
 * @param geoDatabase the file that tells the countries of addresses; null: there is none
 * @param rateLimits beside those of the application, or in their place
 * @param firewall the rules of the web application firewall, the built-in ones unless another set
 *     is named; null: there is none
 * @param audit what is written of requests that rules match
 * @param jwt whose tokens are believed beside those that are signed here
 * @param postgres addresses of PostgreSQL servers by dataset; a dataset without one gets an
 *     embedded server
 */
public record Settings(
    Limits limits,
    Access access,
    @Nullable Path geoDatabase,
    List<RouteLimit> rateLimits,
    @Nullable FirewallRules firewall,
    Audit audit,
    JwtSettings jwt,
    Map<String, Postgres> postgres) {

  /** A PostgreSQL server. Its text form hides the password. */
  public record Postgres(String url, String user, String password) {
    @Override
    public String toString() {
      return url + " as " + user;
    }
  }

  /** The settings of a location without a file. */
  public static Settings defaults() {
    return new Settings(
        Limits.DEFAULT,
        Access.OPEN,
        null,
        List.of(),
        FirewallRules.BUILT_IN,
        Audit.DEFAULT,
        JwtSettings.NONE,
        Map.of());
  }

  /** A copy with another firewall. */
  public Settings withFirewall(@Nullable FirewallRules rules) {
    return new Settings(limits, access, geoDatabase, rateLimits, rules, audit, jwt, postgres);
  }

  /**
   * Reads a file.
   *
   * @throws SettingsException if it cannot be read or says what is not understood
   */
  public static Settings read(Path file) {
    Section root = Section.parse(file);
    Limits limits = Limits.read(root.section("limits"));
    Access access = access(root.section("access"));
    Path geoDatabase = geoDatabase(file, root.section("geo"));
    List<RouteLimit> rateLimits = rateLimits(root.section("rate-limits"));
    Section waf = root.section("waf");
    Audit audit = Audit.read(waf);
    FirewallRules firewall = WafSection.read(file, waf);
    JwtSettings jwt = JwtSection.read(file, root.section("jwt"));
    Section databases = root.section("postgres");
    Map<String, Postgres> postgres = new LinkedHashMap<>();
    Set<String> names = databases.keys();
    names.forEach(name -> postgres.put(name, postgres(file, databases.section(name))));
    databases.done();
    root.done();
    return new Settings(
        limits, access, geoDatabase, rateLimits, firewall, audit, jwt, Map.copyOf(postgres));
  }

  private static Access access(Section section) {
    List<String> allow = section.texts("allow");
    List<String> deny = section.texts("deny");
    section.done();
    try {
      return Access.of(allow, deny);
    } catch (IllegalArgumentException e) {
      throw section.wrong(
          "deny", "and 'allow' list addresses, blocks and countries: " + e.getMessage());
    }
  }

  private static @Nullable Path geoDatabase(Path file, Section section) {
    String name = section.text("database");
    section.done();
    return name == null ? null : file.toAbsolutePath().resolveSibling(name);
  }

  private static List<RouteLimit> rateLimits(Section section) {
    List<RouteLimit> limits =
        section.keys().stream().map(name -> RouteLimit.read(name, section.section(name))).toList();
    section.done();
    return limits;
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
