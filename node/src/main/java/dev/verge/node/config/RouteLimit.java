package dev.verge.node.config;

import dev.verge.Limit;
import java.time.Duration;
import java.util.List;

/**
 * A rate limit that the operator sets.
 *
 * @param limit with a name: the application's limit of that name is replaced by it
 * @param routes as {@code verge routes} prints them, such as {@code POST /api/orders}, or {@code *}
 *     for every request; empty: those of the application's limit of that name
 */
public record RouteLimit(Limit limit, List<String> routes) {
  /** Stands for every request. */
  public static final String EVERYTHING = "*";

  private static final int DAY_MILLIS = 86_400_000;

  static RouteLimit read(String name, Section section) {
    int permits = (int) section.number("permits", 0, 1, 1_000_000);
    if (permits == 0) {
      section.required("permits");
    }
    long millis = section.number("window-millis", 60_000, 1, DAY_MILLIS);
    long burst = section.number("burst", 0, 1, 1_000_000);
    String scope = section.text("scope");
    if (scope != null && !scope.equals("local") && !scope.equals("global")) {
      throw section.wrong("scope", "is local or global");
    }
    List<Limit.Key> keys = section.texts("by").stream().map(key -> key(key, section)).toList();
    List<String> routes = section.texts("routes");
    section.done();
    Limit.Algorithm algorithm =
        burst == 0
            ? new Limit.Algorithm.SlidingWindow()
            : new Limit.Algorithm.TokenBucket((int) burst);
    try {
      Limit limit =
          new Limit(
              name,
              permits,
              Duration.ofMillis(millis),
              keys.isEmpty() ? List.of(Limit.address()) : keys,
              algorithm,
              "global".equals(scope));
      return new RouteLimit(limit, routes);
    } catch (IllegalArgumentException e) {
      throw section.wrong("permits", "and what goes with it: " + e.getMessage());
    }
  }

  private static Limit.Key key(String text, Section section) {
    int colon = text.indexOf(':');
    String kind = colon < 0 ? text : text.substring(0, colon);
    String name = text.substring(colon + 1);
    boolean named = colon > 0 && !name.isEmpty();
    if (named && kind.equals("claim")) {
      return Limit.claim(name);
    }
    if (named && kind.equals("header")) {
      return Limit.header(name);
    }
    return switch (text) {
      case "address" -> Limit.address();
      case "user" -> Limit.user();
      case "country" -> Limit.country();
      case "route" -> Limit.route();
      default ->
          throw section.wrong(
              "by", "lists address, user, country, route, claim:NAME and header:NAME, not " + text);
    };
  }
}
