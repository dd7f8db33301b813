package dev.verge.web;

import dev.verge.Edge;
import dev.verge.Handler;
import dev.verge.Limit;
import dev.verge.Middleware;
import dev.verge.Requirement;
import java.util.ArrayList;
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
  private final List<Requirement> requirements = new ArrayList<>(0);
  private final List<Limit> limits = new ArrayList<>(0);
  private @Nullable RouteDeclaration declaration;

  Route(String method, Pattern pattern, List<Middleware> middleware, Handler handler) {
    this.method = method;
    this.pattern = pattern;
    this.middleware = List.copyOf(middleware);
    this.handler = handler;
  }

  @Override
  public Edge.Route calls(Class<?>... components) {
    checkOpen("calls");
    Collections.addAll(calls, components);
    return this;
  }

  @Override
  public Edge.Route requires(Requirement... more) {
    checkOpen("requires");
    Collections.addAll(requirements, more);
    return this;
  }

  @Override
  public Edge.Route limit(Limit... more) {
    checkOpen("is limited to");
    Collections.addAll(limits, more);
    return this;
  }

  private void checkOpen(String what) {
    if (declaration != null) {
      throw new IllegalStateException("declare what " + this + " " + what + " within App.define");
    }
  }

  /** Ends the definition. */
  RouteDeclaration freeze() {
    declaration =
        new RouteDeclaration(
            method,
            pattern.text(),
            List.copyOf(calls),
            List.copyOf(requirements),
            List.copyOf(limits));
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

  List<Limit> limits() {
    return limits;
  }

  List<Requirement> requirements() {
    return requirements;
  }

  @Override
  public String toString() {
    return method + " " + pattern.text();
  }
}
