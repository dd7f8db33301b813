package dev.verge.node;

import dev.verge.Limit;
import dev.verge.Problem;
import dev.verge.Response;
import dev.verge.node.config.RouteLimit;
import dev.verge.shield.limit.Decision;
import dev.verge.shield.limit.LimitCounts;
import dev.verge.shield.limit.LimitSpec;
import dev.verge.shield.limit.RateLimiter;
import dev.verge.web.RouteDeclaration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rate limits of a location's routes: what the application declares, changed and added to by
 * the operator. Those that ask only for what the request's head says hold before its body is read,
 * those that ask who makes it afterwards. Thread-safe.
 */
final class RouteLimits {
  private final Map<String, RateLimiter> limiters = new LinkedHashMap<>();
  private final IdentityHashMap<RouteDeclaration, Route> byRoute = new IdentityHashMap<>();
  private final Route noRoute;
  private final LimitKeys keys;
  private final Set<String> names = new HashSet<>();

  /** A limit and what it counts by. */
  private record Bound(RateLimiter limiter, List<Limit.Key> by) {}

  /** The limits of one route, in the order in which they are asked. */
  private record Route(List<Bound> first, List<Bound> later) {}

  /**
   * The limits of an application.
   *
   * @param operator may set limits of the application anew, by their names
   * @throws IllegalArgumentException naming a limit or route that there is not
   */
  RouteLimits(List<RouteDeclaration> routes, List<RouteLimit> operator, LimitKeys keys) {
    this.keys = keys;
    Map<String, Limit> replaced = check(routes, operator);
    for (RouteDeclaration route : routes) {
      List<Bound> all = new ArrayList<>();
      for (Limit limit : route.limits()) {
        Limit set = limit.name() == null ? null : replaced.get(limit.name());
        all.add(bound(set == null ? limit : set, route.toString()));
      }
      for (RouteLimit limit : operator) {
        if (matches(limit, route.toString())) {
          Bound bound = bound(limit.limit(), "");
          if (!all.contains(bound)) { // it may stand in for one of the route's
            all.add(bound);
          }
        }
      }
      byRoute.put(route, sorted(all));
    }
    noRoute =
        sorted(
            operator.stream()
                .filter(limit -> matches(limit, RouteLimit.EVERYTHING))
                .map(limit -> bound(limit.limit(), ""))
                .toList());
  }

  private static boolean matches(RouteLimit limit, String route) {
    return limit.routes().contains(route) || limit.routes().contains(RouteLimit.EVERYTHING);
  }

  /** The operator's limits that replace the application's, by name. */
  private Map<String, Limit> check(List<RouteDeclaration> routes, List<RouteLimit> operator) {
    Set<String> patterns = new HashSet<>(Set.of(RouteLimit.EVERYTHING));
    for (RouteDeclaration route : routes) {
      patterns.add(route.toString());
      route.limits().stream().filter(l -> l.name() != null).forEach(l -> names.add(l.name()));
    }
    Map<String, Limit> replaced = new HashMap<>();
    for (RouteLimit limit : operator) {
      String name = String.valueOf(limit.limit().name());
      if (names.contains(name)) {
        replaced.put(name, limit.limit());
      } else if (limit.routes().isEmpty()) {
        throw new IllegalArgumentException(
            "rate limit '%s': the application has no limit of that name, so it needs routes"
                .formatted(name));
      }
      for (String route : limit.routes()) {
        if (!patterns.contains(route)) {
          throw new IllegalArgumentException(
              "rate limit '%s': there is no route '%s' (verge routes lists them)"
                  .formatted(name, route));
        }
      }
    }
    operator.forEach(limit -> names.add(String.valueOf(limit.limit().name())));
    return replaced;
  }

  /** Limits of one name are one limit; a limit without one is the route's own. */
  private Bound bound(Limit limit, String route) {
    String name = limit.name();
    if (name == null) {
      name = ownName(route);
    }
    RateLimiter limiter =
        limiters.computeIfAbsent(name, unknown -> new RateLimiter(spec(unknown, limit)));
    return new Bound(limiter, limit.keys());
  }

  /**
   * No other limit's. From {@code POST /api/orders}: {@code post-api-orders}; of further limits
   * with a number.
   */
  private String ownName(String route) {
    String base = route.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    base = base.substring(0, Math.min(base.length(), 56));
    String name = base;
    for (int i = 2; !names.add(name); i++) {
      name = base + "-" + i;
    }
    return name;
  }

  private static LimitSpec spec(String name, Limit limit) {
    return new LimitSpec(
        name,
        limit.permits(),
        limit.window(),
        limit.algorithm(),
        limit.global(),
        LimitSpec.DEFAULT_MEMORY_BYTES);
  }

  private static Route sorted(List<Bound> all) {
    return new Route(
        all.stream().filter(bound -> !LimitKeys.needThread(bound.by)).toList(),
        all.stream().filter(bound -> LimitKeys.needThread(bound.by)).toList());
  }

  /** Step 1, on the event loop: what refuses the request by its head; or null. */
  @Nullable Response first(Exchange x) {
    return take(x, of(x).first);
  }

  /** Step 4, on the request's thread, which may have to read who makes it; or null. */
  @Nullable Response later(Exchange x) {
    return take(x, of(x).later);
  }

  private Route of(Exchange x) {
    RouteDeclaration route = x.match().route();
    return route == null ? noRoute : byRoute.getOrDefault(route, noRoute);
  }

  private @Nullable Response take(Exchange x, List<Bound> limits) {
    for (int i = 0; i < limits.size(); i++) {
      Bound bound = limits.get(i);
      Decision decision = bound.limiter.take(keys.of(bound.by, x));
      x.decided(decision);
      if (!decision.allowed()) {
        return refusal(decision.limit());
      }
    }
    return null;
  }

  private static Response refusal(LimitSpec limit) {
    Duration window = limit.window();
    String time =
        window.toMillis() % 1_000 == 0 ? window.toSeconds() + " s" : window.toMillis() + " ms";
    String detail = "the limit is " + limit.permits() + " in " + time;
    return Problem.of(429, "Too many requests", detail).toResponse();
  }

  /** Those that all locations count together. */
  List<RateLimiter> global() {
    return limiters.values().stream().filter(limiter -> limiter.spec().global()).toList();
  }

  /** What each limit did since the start, by its name. */
  Map<String, LimitCounts> counts() {
    Map<String, LimitCounts> counts = new LinkedHashMap<>();
    limiters.forEach((name, limiter) -> counts.put(name, limiter.counts()));
    return counts;
  }
}
