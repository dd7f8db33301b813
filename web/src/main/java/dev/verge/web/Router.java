package dev.verge.web;

import dev.verge.Handler;
import dev.verge.Middleware;
import dev.verge.Problem;
import dev.verge.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route for a method and a path.
 *
 * <p>Patterns are a tree of segments. At each node a literal child is tried before the parameter,
 * and that before the rest, going back where a branch does not lead to a route with the method. So
 * the most specific pattern that has the method wins, whatever the order of declaration, and a path
 * never visits a node of the tree twice: matching takes at most as many steps as the application
 * has segments, whatever a client sends. Paths of literals only are found by one look into a hash
 * map, as they stand in the request.
 *
 * <p>Where no route has the method, the routes for the path's other methods make the answer to
 * OPTIONS, or 405 with {@code Allow}; where there are none, the not-found handler answers. These
 * answers run within the application's outermost middleware.
 */
final class Router {
  private static final String[] NONE = {};
  private static final Pattern ANY = Pattern.parse("/{path...}");

  private final Map<String, Endpoint> literals = new HashMap<>();
  private final Node root = new Node();
  private final Set<String> methods = new HashSet<>();
  private final List<Middleware> outermost;
  private final Match notFound;

  /**
   * A router over routes that no longer change.
   *
   * @param outermost the middleware around the answers of no route
   */
  Router(List<Route> routes, List<Middleware> outermost, Handler notFound) {
    this.outermost = outermost;
    this.notFound = answer(notFound);
    for (Route route : routes) {
      add(route);
    }
  }

  private void add(Route route) {
    Pattern pattern = route.pattern();
    Endpoint endpoint = root.endpoint(pattern.segments());
    Route other = endpoint.exactly(route.method());
    if (other != null) {
      throw new DefinitionException(
          "route "
              + route
              + (other.pattern().text().equals(pattern.text())
                  ? " is declared twice: remove one"
                  : " matches the same paths as " + other + ": remove one or make them differ"));
    }
    endpoint.add(route);
    endpoint.addMethods(methods);
    if (pattern.isLiteral() && pattern.text().chars().allMatch(c -> c < 127)) {
      literals.put(pattern.text(), endpoint);
    }
  }

  /** The match for a request; never fails, what is wrong with the path becomes its answer. */
  Match match(String method, String path) {
    Endpoint literal = literals.get(path);
    Route route = literal == null ? null : literal.find(method);
    if (route != null) {
      return new Match(route, NONE);
    }
    if (path.equals("*") && method.equals("OPTIONS")) {
      return answer(c -> options(methods));
    }
    String[] segments;
    try {
      segments = Paths.segments(path);
    } catch (Percent.BrokenEncoding e) {
      Problem problem = Problem.of(400, "Bad request", "the path " + e.getMessage());
      return new Match(new Route("*", ANY, List.of(), c -> problem.toResponse()), NONE);
    }
    route = root.find(method, segments, 0);
    return route == null ? withoutRoute(method, segments) : new Match(route, segments);
  }

  private Match withoutRoute(String method, String[] segments) {
    Set<String> allowed = new HashSet<>();
    root.collect(segments, 0, allowed);
    if (allowed.isEmpty()) {
      return new Match(notFound.target(), segments);
    }
    return method.equals("OPTIONS")
        ? answer(c -> options(allowed))
        : answer(c -> notAllowed(method, allowed));
  }

  private Match answer(Handler handler) {
    return new Match(new Route("*", ANY, outermost, handler), NONE);
  }

  private static Response options(Set<String> allowed) {
    return Response.noContent().withHeader("Allow", allow(allowed));
  }

  private static Response notAllowed(String method, Set<String> allowed) {
    String allow = allow(allowed);
    String detail = "this path has no " + method + ", it has " + allow;
    return Problem.of(405, "Method not allowed", detail).toResponse().withHeader("Allow", allow);
  }

  private static String allow(Set<String> methods) {
    Set<String> all = new TreeSet<>(methods);
    all.add("OPTIONS");
    return String.join(", ", all);
  }

  /** A place in the tree, reached by the segments above it. */
  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private @Nullable Node parameter;
    private @Nullable Endpoint here;
    private @Nullable Endpoint rest;

    Endpoint endpoint(List<Pattern.Segment> segments) {
      if (segments.isEmpty()) {
        here = here == null ? new Endpoint() : here;
        return here;
      }
      Pattern.Segment first = segments.getFirst();
      List<Pattern.Segment> others = segments.subList(1, segments.size());
      return switch (first.kind()) {
        case LITERAL -> literals.computeIfAbsent(first.text(), text -> new Node()).endpoint(others);
        case PARAMETER -> {
          parameter = parameter == null ? new Node() : parameter;
          yield parameter.endpoint(others);
        }
        case REST -> {
          rest = rest == null ? new Endpoint() : rest;
          yield rest;
        }
      };
    }

    @Nullable Route find(String method, String[] segments, int next) {
      if (next == segments.length) {
        return here == null ? null : here.find(method);
      }
      String segment = segments[next];
      Node literal = literals.get(segment);
      Route found = literal == null ? null : literal.find(method, segments, next + 1);
      if (found == null && parameter != null && !segment.isEmpty()) {
        found = parameter.find(method, segments, next + 1);
      }
      return found == null && rest != null ? rest.find(method) : found;
    }

    /** Adds the methods of every pattern that the path matches. */
    void collect(String[] segments, int next, Set<String> methods) {
      if (next == segments.length) {
        if (here != null) {
          here.addMethods(methods);
        }
        return;
      }
      String segment = segments[next];
      Node literal = literals.get(segment);
      if (literal != null) {
        literal.collect(segments, next + 1, methods);
      }
      if (parameter != null && !segment.isEmpty()) {
        parameter.collect(segments, next + 1, methods);
      }
      if (rest != null) {
        rest.addMethods(methods);
      }
    }
  }

  /** The routes of one pattern, by method. */
  private static final class Endpoint {
    private final List<Route> routes = new ArrayList<>(1);

    void add(Route route) {
      routes.add(route);
    }

    @Nullable Route exactly(String method) {
      for (int i = 0; i < routes.size(); i++) {
        if (routes.get(i).method().equals(method)) {
          return routes.get(i);
        }
      }
      return null;
    }

    /** A GET route answers HEAD as well (RFC 9110, section 9.3.2). */
    @Nullable Route find(String method) {
      Route route = exactly(method);
      return route == null && method.equals("HEAD") ? exactly("GET") : route;
    }

    void addMethods(Set<String> methods) {
      for (Route route : routes) {
        methods.add(route.method());
        if (route.method().equals("GET")) {
          methods.add("HEAD");
        }
      }
    }
  }
}
