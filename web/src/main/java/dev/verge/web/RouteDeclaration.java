package dev.verge.web;

import java.util.List;

/**
 * A route as it was declared, with the prefixes of its groups.
 *
 * @param calls the origin components it may call; empty: it is answered at the edge
 */
public record RouteDeclaration(String method, String pattern, List<Class<?>> calls) {
  @Override
  public String toString() {
    return method + " " + pattern;
  }
}
