package dev.verge.web;

import dev.verge.Because;
import dev.verge.DataStrategy;
import dev.verge.Edge;
import dev.verge.Handler;
import dev.verge.Middleware;
import dev.verge.OriginContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The application, or a group of its routes, as {@code App.define} sees it. Middleware must be
 * declared before the routes that it is to be around: a check that someone adds below a route and
 * believes in would be worse than an error.
 */
final class Scope implements Edge {
  private final Definition definition;
  private final String prefix;
  private final List<Middleware> middleware;
  private boolean routed;

  /** The whole application. */
  Scope(Definition definition) {
    this(definition, "", List.of());
  }

  private Scope(Definition definition, String prefix, List<Middleware> inherited) {
    this.definition = definition;
    this.prefix = prefix;
    this.middleware = new ArrayList<>(inherited);
  }

  List<Middleware> middleware() {
    return middleware;
  }

  @Override
  public DataStrategy data() {
    return definition.data;
  }

  @Override
  public <T> Edge origin(
      Class<T> component, Function<? super OriginContext, ? extends T> factory, Because reason) {
    definition.component(component, factory, reason);
    return this;
  }

  @Override
  public Edge sessions(String kvDataset) {
    definition.sessions(kvDataset);
    return this;
  }

  @Override
  public Edge revocations(String kvDataset) {
    definition.revocations(kvDataset);
    return this;
  }

  @Override
  public Edge use(Middleware... more) {
    definition.checkOpen();
    if (routed) {
      throw new DefinitionException(
          (prefix.isEmpty() ? "use(...)" : "use(...) in group " + prefix)
              + " comes after a route: declare middleware first, or routes without it in a group");
    }
    Collections.addAll(middleware, more);
    return this;
  }

  @Override
  public Edge group(String groupPrefix, Consumer<? super Edge> define) {
    if (groupPrefix.isEmpty() || groupPrefix.endsWith("/")) {
      throw new DefinitionException(
          "group '" + groupPrefix + "': a prefix is a path such as /api, without a last slash");
    }
    Pattern pattern = Pattern.parse(prefix + groupPrefix);
    if (pattern.segments().getLast().kind() == Pattern.Kind.REST) {
      throw new DefinitionException(
          "group '" + groupPrefix + "' takes the rest of the path, so no route can follow it");
    }
    routed = true;
    define.accept(new Scope(definition, pattern.text(), middleware));
    return this;
  }

  @Override
  public Edge.Route route(String method, String pattern, Handler handler) {
    if (!pattern.startsWith("/") && !(pattern.isEmpty() && !prefix.isEmpty())) {
      throw new DefinitionException(
          "route " + method + " '" + pattern + "': the pattern must start with a slash");
    }
    routed = true;
    Pattern whole = Pattern.parse(prefix + pattern);
    return definition.route(new dev.verge.web.Route(method, whole, middleware, handler));
  }

  @Override
  public Edge assets(String assetsPrefix, String folder) {
    if (assetsPrefix.endsWith("/")) {
      throw new DefinitionException(
          "assets prefix '" + assetsPrefix + "': write it without the last slash, such as /assets");
    }
    get(assetsPrefix + "/{path...}", new Assets(definition.bundle(), folder));
    return this;
  }

  @Override
  public Edge notFound(Handler handler) {
    if (!prefix.isEmpty()) {
      throw new DefinitionException(
          "notFound(...) in group " + prefix + ": declare it once, for the whole application");
    }
    definition.notFound(handler);
    return this;
  }
}
