package dev.verge;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Where an application declares what it is made of. Not thread-safe; used within {@link App#define}
 * only.
 *
 * <p>Patterns are paths whose segments are literal, {@code {name}} (one non-empty segment) or, last
 * only, {@code {name...}} (the rest, possibly empty). The most specific pattern wins whatever the
 * order of declaration: literal before parameter before rest, compared segment by segment.
 * Declaring the same method and pattern twice is an error.
 */
public interface Edge {
  /** The datasets this application keeps. */
  DataStrategy data();

  /**
   * Declares a component that runs at the origin only. Everything else runs at the edge.
   *
   * @param component the interface that handlers call, see {@link Context#origin}
   * @param factory makes the component; called once, at the origin
   * @param reason why it cannot run at the edge, see {@link Because#because}
   */
  <T> Edge origin(
      Class<T> component, Function<? super OriginContext, ? extends T> factory, Because reason);

  /** Names the KV dataset in which {@link Sessions} are kept; it must be strong per user. */
  Edge sessions(String kvDataset);

  /**
   * Names the KV dataset in which revocations are kept, see {@link Sessions#endAll}; it must be
   * eventual, and what it holds must not expire before the tokens do.
   */
  Edge revocations(String kvDataset);

  /**
   * Adds middleware around every route of this group, in order, outermost first; that of the whole
   * application is also around the answers of no route (404, 405, OPTIONS). It must be declared
   * before the group's routes: what came after a route would not protect it.
   */
  Edge use(Middleware... middleware);

  /**
   * Declares routes under a prefix, which inherit the middleware declared so far. Within it an
   * empty pattern is the prefix itself.
   */
  Edge group(String prefix, Consumer<? super Edge> define);

  /** Declares a route for any method token. */
  Route route(String method, String pattern, Handler handler);

  /** A GET route; HEAD is answered by it too, without the body. */
  default Route get(String pattern, Handler handler) {
    return route("GET", pattern, handler);
  }

  /** A POST route. */
  default Route post(String pattern, Handler handler) {
    return route("POST", pattern, handler);
  }

  /** A PUT route. */
  default Route put(String pattern, Handler handler) {
    return route("PUT", pattern, handler);
  }

  /** A PATCH route. */
  default Route patch(String pattern, Handler handler) {
    return route("PATCH", pattern, handler);
  }

  /** A DELETE route. */
  default Route delete(String pattern, Handler handler) {
    return route("DELETE", pattern, handler);
  }

  /**
   * Serves the bundle's resources below {@code folder} under {@code prefix}, with ETags: css, js,
   * svg, png, jpg, webp, ico, woff2, txt, html and json files, and no other.
   */
  Edge assets(String prefix, String folder);

  /**
   * Answers requests that no route matches, in the whole application. The default is a 404 problem.
   */
  Edge notFound(Handler handler);

  /** A declared route. */
  interface Route {
    /**
     * Declares that this route calls origin components, so that {@code verge routes} can tell where
     * a request is answered. A handler that calls an undeclared component fails.
     */
    Route calls(Class<?>... components);

    /**
     * Refuses callers who do not meet all of these, before the handler and within the middleware:
     * 401 for nobody, 403 for somebody who may not.
     */
    Route requires(Requirement... requirements);

    /** Refuses requests past any of these limits, before any middleware, with a 429. */
    Route limit(Limit... limits);
  }
}
