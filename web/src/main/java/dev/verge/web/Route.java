package dev.verge.web;

import dev.verge.Edge;
import dev.verge.Handler;
import dev.verge.Middleware;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A handler with the middleware around it and where it is reached. Immutable once defined. */
final class Route implements Edge.Route {
  private final String method;
  private final Pattern pattern;
  private final List<Middleware> middleware;
  private final Handler handler;
  private final Set<Class<?>> calls = new LinkedHashSet<>();
  private @Nullable RouteDeclaration declaration;

  Route(String method, Pattern pattern, List<Middleware> middleware, Handler handler) {
    this.method = method;
    this.pattern = pattern;
    this.middleware = List.copyOf(middleware);
    this.handler = handler;
  }

  @Override
  public Edge.Route calls(Class<?>... components) {
    if (declaration != null) {
      throw new IllegalStateException("declare what " + this + " calls within App.define");
    }
    Collections.addAll(calls, components);
    return this;
  }

  /** Ends the definition. */
  RouteDeclaration freeze() {
    declaration = new RouteDeclaration(method, pattern.text(), List.copyOf(calls));
    return declaration;
  }

  /** What was declared, or null for an answer that the runtime gives by itself, such as 404. */
  @Nullable RouteDeclaration declaration() {
    return declaration;
  }

  String method() {
    return method;
  }

  Pattern pattern() {
    return pattern;
  }

  List<Middleware> middleware() {
    return middleware;
  }

  Handler handler() {
    return handler;
  }

  Set<Class<?>> calls() {
    return calls;
  }

  @Override
  public String toString() {
    return method + " " + pattern.text();
  }
}
