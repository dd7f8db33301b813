package dev.verge.web;

import dev.verge.Cache;
import dev.verge.Context;
import dev.verge.Data;
import dev.verge.Identity;
import dev.verge.Kv;
import dev.verge.Location;
import dev.verge.Problem;
import dev.verge.Request;
import dev.verge.Response;
import dev.verge.Sessions;
import dev.verge.Sql;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The context of one request; where middleware replaces the request, a further one of the same. */
final class RequestContext implements Context {
  private static final int MAX_IDEMPOTENCY_KEY = 200;

  private final Exchange exchange;
  private final Request request;
  private @Nullable Parameters query;

  RequestContext(Application application, Match match, Request request, Bindings bindings) {
    this(new Exchange(application, match, bindings), request);
  }

  private RequestContext(Exchange exchange, Request request) {
    this.exchange = exchange;
    this.request = request;
  }

  /** What all contexts of a request share. */
  private static final class Exchange {
    final Application application;
    final Match match;
    final Bindings bindings;
    final Map<String, Object> attributes = new HashMap<>(4);

    Exchange(Application application, Match match, Bindings bindings) {
      this.application = application;
      this.match = match;
      this.bindings = bindings;
    }
  }

  /** The context for what comes after middleware that replaced the request. */
  RequestContext with(Request other) {
    return new RequestContext(exchange, other);
  }

  @Override
  public Request request() {
    return request;
  }

  @Override
  public String path(String name) {
    return exchange.match.parameter(name);
  }

  @Override
  public Optional<String> query(String name) {
    return queryParameters().first(name);
  }

  @Override
  public <T> T query(Class<T> record) {
    return exchange.application.json().bind(queryParameters(), record);
  }

  private Parameters queryParameters() {
    Parameters parsed = query;
    if (parsed == null) {
      String raw = request.rawQuery();
      parsed = Parameters.parse(raw == null ? "" : raw, "the query");
      query = parsed;
    }
    return parsed;
  }

  @Override
  public <T> T json(Class<T> type) {
    MediaTypes.requireJson(request);
    return exchange.application.json().read(request.body(), type);
  }

  @Override
  public <T> T form(Class<T> record) {
    MediaTypes.requireForm(request);
    byte[] body = request.body();
    try {
      String text = Percent.utf8(body, body.length);
      return exchange.application.json().bind(Parameters.parse(text, "the form"), record);
    } catch (Percent.BrokenEncoding e) {
      throw Problem.of(400, "Bad request", "the form " + e.getMessage());
    }
  }

  @Override
  public Optional<String> cookie(String name) {
    return Cookies.find(request.headers(), name);
  }

  @Override
  public Location location() {
    return exchange.bindings.location();
  }

  @Override
  public String country() {
    return exchange.bindings.country();
  }

  @Override
  public String requestId() {
    return exchange.bindings.requestId();
  }

  @Override
  public Optional<Identity> identity() {
    return exchange.bindings.identity();
  }

  @Override
  public String user() {
    return identity()
        .map(Identity::user)
        .orElseThrow(() -> Problem.unauthorized("sign in to do this"));
  }

  @Override
  public String idempotencyKey() {
    List<String> keys = request.headers().all("Idempotency-Key");
    if (keys.size() > 1) {
      throw Problem.field("Idempotency-Key", "must be there once");
    }
    String key = keys.isEmpty() ? null : keys.getFirst();
    if (key == null || key.isBlank()) {
      throw Problem.field(
          "Idempotency-Key",
          "is required: send a header with a value of your own, the same when you try again");
    }
    if (key.length() > MAX_IDEMPOTENCY_KEY) {
      throw Problem.field("Idempotency-Key", "must be at most 200 characters");
    }
    return key;
  }

  @Override
  public Sessions sessions() {
    return exchange.bindings.sessions();
  }

  @Override
  public Sql sql(String dataset) {
    return data().sql(dataset);
  }

  @Override
  public Kv kv(String dataset) {
    return data().kv(dataset);
  }

  @Override
  public Data data() {
    return exchange.bindings.data();
  }

  @Override
  public Cache cache() {
    return exchange.bindings.cache();
  }

  @Override
  public <T> T origin(Class<T> component) {
    Route route = exchange.match.target();
    if (!route.calls().contains(component)) {
      String name = component.getSimpleName();
      throw new IllegalStateException(
          "route "
              + route
              + " calls origin component "
              + name
              + " without declaring it: add .calls("
              + name
              + ".class)");
    }
    return exchange.bindings.origin(component);
  }

  @Override
  public Response render(String template, Map<String, ? extends @Nullable Object> parameters) {
    long start = System.nanoTime();
    byte[] html = exchange.application.templates().render(template, parameters);
    exchange.bindings.timing("render", System.nanoTime() - start);
    return Response.of(200, "text/html; charset=utf-8", html);
  }

  @Override
  public void waitUntil(Runnable task) {
    exchange.bindings.waitUntil(task);
  }

  @Override
  public @Nullable Object get(String key) {
    return exchange.attributes.get(key);
  }

  @Override
  public void set(String key, Object value) {
    exchange.attributes.put(key, value);
  }

  @Override
  public void timing(String metric, Duration duration) {
    if (!metric.matches("[A-Za-z0-9_-]{1,40}")) {
      throw new IllegalArgumentException(
          "timing metric '" + metric + "': use 1 to 40 letters, digits, - and _");
    }
    exchange.bindings.timing(metric, duration.toNanos());
  }
}
