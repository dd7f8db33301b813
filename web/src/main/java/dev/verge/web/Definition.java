package dev.verge.web;

import dev.verge.App;
import dev.verge.Because;
import dev.verge.Consistency;
import dev.verge.Handler;
import dev.verge.Limit;
import dev.verge.OriginContext;
import dev.verge.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an application declares, while it does so and until it was checked as a whole. */
final class Definition {
  private static final Handler DEFAULT_NOT_FOUND = c -> Response.problem(404, "Not found");

  final Datasets data = new Datasets();
  private final ClassLoader bundle;
  private final Map<Class<?>, Component> components = new LinkedHashMap<>();
  private final List<Route> routes = new ArrayList<>();
  private final Scope root = new Scope(this);
  private @Nullable Handler notFound;
  private @Nullable String sessions;
  private @Nullable String revocations;
  private boolean defined;

  Definition(ClassLoader bundle) {
    this.bundle = bundle;
  }

  /** An application, defined and checked. */
  static Application of(App app, ClassLoader bundle) {
    Definition definition = new Definition(bundle);
    app.define(definition.root);
    return definition.freeze();
  }

  private Application freeze() {
    defined = true;
    List<Dataset> datasets = data.freeze();
    checkSessions(datasets);
    checkRevocations(datasets);
    routes.forEach(this::checkCalls);
    checkLimits();
    List<RouteDeclaration> declarations = routes.stream().map(Route::freeze).toList();
    Handler orElse = notFound == null ? DEFAULT_NOT_FOUND : notFound;
    return new Application(
        datasets,
        List.copyOf(components.values()),
        declarations,
        sessions,
        revocations,
        new Router(routes, root.middleware(), orElse),
        new Templates(bundle));
  }

  private void checkSessions(List<Dataset> datasets) {
    if (sessions == null) {
      return;
    }
    for (Dataset dataset : datasets) {
      if (dataset.name().equals(sessions)
          && dataset instanceof Dataset.KvDeclaration kv
          && kv.consistency() instanceof Consistency.StrongPerUser) {
        return;
      }
    }
    throw new DefinitionException(
        "sessions(\""
            + sessions
            + "\") needs a KV dataset that is strong per user: declare"
            + " edge.data().kv(\""
            + sessions
            + "\", strongPerUser(), ttl(...))");
  }

  private void checkRevocations(List<Dataset> datasets) {
    if (revocations == null) {
      return;
    }
    for (Dataset dataset : datasets) {
      if (dataset.name().equals(revocations)
          && dataset instanceof Dataset.KvDeclaration kv
          && kv.consistency() instanceof Consistency.Eventual) {
        return;
      }
    }
    throw new DefinitionException(
        "revocations(\"%1$s\") needs a KV dataset that is eventual: declare edge.data().kv(\"%1$s\", eventual())"
            .formatted(revocations));
  }

  private void checkCalls(Route route) {
    for (Class<?> component : route.calls()) {
      if (!components.containsKey(component)) {
        String name = component.getSimpleName();
        throw new DefinitionException(
            "route "
                + route
                + " calls "
                + name
                + ", which is no origin component: declare edge.origin("
                + name
                + ".class, ..., because(\"...\"))");
      }
    }
  }

  /** Limits of one name share their permits, so there is one such limit. */
  private void checkLimits() {
    Map<String, Limit> named = new HashMap<>();
    for (Route route : routes) {
      for (Limit limit : route.limits()) {
        Limit other = limit.name() == null ? null : named.putIfAbsent(limit.name(), limit);
        if (other != null && !other.equals(limit)) {
          throw new DefinitionException(
              "route "
                  + route
                  + ": limit '"
                  + limit.name()
                  + "' is another one elsewhere: share"
                  + " one constant, or name them differently");
        }
      }
    }
  }

  <T> void component(
      Class<T> type, Function<? super OriginContext, ? extends T> factory, Because reason) {
    checkOpen();
    if (!type.isInterface() || type.isAnnotation()) {
      throw new DefinitionException(
          "origin component "
              + type.getSimpleName()
              + " must be an interface: handlers call it over the network");
    }
    if (components.putIfAbsent(type, new Component(type, factory, reason.reason())) != null) {
      throw new DefinitionException(
          "origin component " + type.getSimpleName() + " is declared twice: remove one");
    }
  }

  Route route(Route route) {
    checkOpen();
    if (!route.method().matches("[A-Z]+(-[A-Z]+)*")) {
      throw new DefinitionException(
          "route " + route + ": a method is an upper-case token such as GET");
    }
    if (route.method().equals("CONNECT") || route.method().equals("TRACE")) {
      throw new DefinitionException("route " + route + ": Verge does not serve " + route.method());
    }
    routes.add(route);
    return route;
  }

  void sessions(String kvDataset) {
    checkOpen();
    if (sessions != null) {
      throw new DefinitionException("sessions(...) is declared twice: remove one");
    }
    sessions = kvDataset;
  }

  void revocations(String kvDataset) {
    checkOpen();
    if (revocations != null) {
      throw new DefinitionException("revocations(...) is declared twice: remove one");
    }
    revocations = kvDataset;
  }

  void notFound(Handler handler) {
    checkOpen();
    if (notFound != null) {
      throw new DefinitionException("notFound(...) is declared twice: remove one");
    }
    notFound = handler;
  }

  ClassLoader bundle() {
    return bundle;
  }

  void checkOpen() {
    if (defined) {
      throw new IllegalStateException("an application is declared within App.define only");
    }
  }
}
