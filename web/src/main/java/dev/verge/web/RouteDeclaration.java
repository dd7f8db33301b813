package dev.verge.web;

import dev.verge.Limit;
import dev.verge.Requirement;
import java.util.List;

/**
 * A route as it was declared, with the prefixes of its groups.
 *
 * @param calls the origin components it may call; empty: it is answered at the edge
 * @param requirements what its callers must be; checked with the handler
 * @param limits how often it may be called; checked before the application is asked
 */
public record RouteDeclaration(
    String method,
    String pattern,
    List<Class<?>> calls,
    List<Requirement> requirements,
    List<Limit> limits) {
  @Override
  public String toString() {
    return method + " " + pattern;
  }
}
