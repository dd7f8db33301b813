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
 * @param rateLimits beside those of the application, or in their place
 * @param firewall the rules of the web application firewall, the built-in ones unless another set
 *     is named; null: there is none
 * @param jwt whose tokens are believed beside those that are signed here
 * @param postgres addresses of PostgreSQL servers by dataset; a dataset without one gets an
 *     embedded server
 */
public record Settings(
    Limits limits,
    Access access,
    List<RouteLimit> rateLimits,
    @Nullable FirewallRules firewall,
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
        Limits.DEFAULT, Access.OPEN, List.of(), FirewallRules.BUILT_IN, JwtSettings.NONE, Map.of());
  }

  /** A copy with another firewall. */
  public Settings withFirewall(@Nullable FirewallRules rules) {
    return new Settings(limits, access, rateLimits, rules, jwt, postgres);
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
    List<RouteLimit> rateLimits = rateLimits(root.section("rate-limits"));
    FirewallRules firewall = firewall(file, root.section("waf"));
    JwtSettings jwt = JwtSection.read(file, root.section("jwt"));
    Section databases = root.section("postgres");
    Map<String, Postgres> postgres = new LinkedHashMap<>();
    Set<String> names = databases.keys();
    names.forEach(name -> postgres.put(name, postgres(file, databases.section(name))));
    databases.done();
    root.done();
    return new Settings(limits, access, rateLimits, firewall, jwt, Map.copyOf(postgres));
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

  private static List<RouteLimit> rateLimits(Section section) {
    List<RouteLimit> limits =
        section.keys().stream().map(name -> RouteLimit.read(name, section.section(name))).toList();
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
    if ("off".equals(rules)) {
      return null;
    }
    boolean bundled = rules == null || rules.equals("builtin");
    Path folder = bundled ? null : file.toAbsolutePath().resolveSibling(rules);
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
