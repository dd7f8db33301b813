package dev.verge.web;

import dev.verge.App;
import dev.verge.Problem;
import dev.verge.Request;
import dev.verge.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A defined application: what it declares, and its answer to any request. Thread-safe. */
public final class Application {
  private static final Logger LOG = LoggerFactory.getLogger(Application.class);

  private final List<Dataset> datasets;
  private final List<Component> components;
  private final List<RouteDeclaration> routes;
  private final @Nullable String sessions;
  private final @Nullable String revocations;
  private final Router router;
  private final Templates templates;
  private final Json json = new Json();

  Application(
      List<Dataset> datasets,
      List<Component> components,
      List<RouteDeclaration> routes,
      @Nullable String sessions,
      @Nullable String revocations,
      Router router,
      Templates templates) {
    this.datasets = datasets;
    this.components = components;
    this.routes = routes;
    this.sessions = sessions;
    this.revocations = revocations;
    this.router = router;
    this.templates = templates;
  }

  /**
   * Lets the application declare itself and checks what it declared.
   *
   * @param bundle where its templates and assets are
   * @throws DefinitionException naming what is wrong, and the mend
   */
  public static Application define(App app, ClassLoader bundle) {
    return Definition.of(app, bundle);
  }

  /** The datasets, in the order of declaration. */
  public List<Dataset> datasets() {
    return datasets;
  }

  /** The components that run at the origin. */
  public List<Component> components() {
    return components;
  }

  /** The routes, in the order of declaration. */
  public List<RouteDeclaration> routes() {
    return routes;
  }

  /** The KV dataset of the sessions, which is strong per user, or null without sessions. */
  public @Nullable String sessions() {
    return sessions;
  }

  /** The KV dataset of the revocations, which is eventual, or null without any. */
  public @Nullable String revocations() {
    return revocations;
  }

  /** Reads and writes JSON for this application's types. */
  public Json json() {
    return json;
  }

  Templates templates() {
    return templates;
  }

  /**
   * Finds what will answer a request; takes well under a microsecond, and never throws.
   *
   * @param path undecoded
   */
  public Match match(String method, String path) {
    return router.match(method, path);
  }

  /** As {@link #match(String, String)}. */
  public Match match(Request request) {
    return match(request.method(), request.path());
  }

  /** Matches and answers a request, see {@link #handle(Request, Match, Bindings)}. */
  public Response handle(Request request, Bindings bindings) {
    long start = System.nanoTime();
    Match match = match(request);
    bindings.timing("route", System.nanoTime() - start);
    return handle(request, match, bindings);
  }

  /**
   * Answers a request on the calling thread, which may block. Never throws: a {@link Problem}
   * becomes its response, anything else is logged and becomes a 500 that tells the request's id and
   * nothing more. HEAD is answered with the GET route's response, whose body the caller must not
   * send. A JSON body has been encoded, so {@link Json#encode} is at hand and does not fail.
   */
  public Response handle(Request request, Match match, Bindings bindings) {
    try {
      Response response =
          Chain.run(match.target(), 0, new RequestContext(this, match, request, bindings));
      if (response.body() instanceof Response.Body.Json body) {
        json.encode(body);
      }
      return response;
    } catch (Throwable e) {
      return failure(match, bindings.requestId(), e);
    }
  }

  private Response failure(Match match, String requestId, Throwable e) {
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    LOG.error("request {}: {} failed", requestId, match, e);
    Response response =
        Response.problem(500, "Internal server error", null, Map.of("requestId", requestId));
    json.encode((Response.Body.Json) response.body());
    return response;
  }
}
