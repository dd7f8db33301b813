package dev.verge.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which route answers a request, with the decoded segments of the path. Immutable. */
public final class Match {
  private final Route route;
  private final String[] segments;

  Match(Route route, String[] segments) {
    this.route = route;
    this.segments = segments;
  }

  /** The declared route, or null if the answer will be 400, 404, 405 or that to OPTIONS. */
  public @Nullable RouteDeclaration route() {
    return route.declaration();
  }

  Route target() {
    return route;
  }

  /** A parameter's decoded value; of {@code {rest...}} all segments, joined by slashes. */
  String parameter(String name) {
    Pattern pattern = route.pattern();
    int index = pattern.names().indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "route " + route + " has no parameter '" + name + "', it has " + pattern.names());
    }
    int position = pattern.positions().get(index);
    return pattern.segments().get(position).kind() == Pattern.Kind.REST
        ? String.join("/", List.of(segments).subList(position, segments.length))
        : segments[position];
  }

  @Override
  public String toString() {
    return route.toString();
  }
}
