package dev.verge.web;

import dev.verge.Cache;
import dev.verge.Data;
import dev.verge.Edge;
import dev.verge.Identity;
import dev.verge.Location;
import dev.verge.Request;
import dev.verge.Response;
import dev.verge.Sessions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An application and the bindings of one request after another, which remember what was asked. */
final class Harness implements Bindings {
  final Application application;
  final Map<String, Long> timings = new LinkedHashMap<>();
  final List<Runnable> afterwards = new ArrayList<>();
  @Nullable Identity identity;
  @Nullable Object component;

  Harness(Consumer<Edge> define) {
    this(define, Harness.class.getClassLoader());
  }

  Harness(Consumer<Edge> define, ClassLoader bundle) {
    this(Application.define(define::accept, bundle));
  }

  Harness(Application application) {
    this.application = application;
  }

  Response handle(Request request) {
    return application.handle(request, this);
  }

  /** The body as text; JSON as it is sent. */
  String body(Response response) {
    return switch (response.body()) {
      case Response.Body.Empty _ -> "";
      case Response.Body.Bytes bytes -> new String(bytes.bytes(), StandardCharsets.UTF_8);
      case Response.Body.Json json ->
          new String(application.json().encode(json), StandardCharsets.UTF_8);
      case Response.Body.Stream _ -> throw new AssertionError("a stream");
    };
  }

  String bodyOf(Request request) {
    return body(handle(request));
  }

  @Override
  public Location location() {
    return new Location("fra", 50.03, 8.56);
  }

  @Override
  public String country() {
    return "DE";
  }

  @Override
  public String requestId() {
    return "request-7";
  }

  @Override
  public Optional<Identity> identity() {
    return Optional.ofNullable(identity);
  }

  @Override
  public Sessions sessions() {
    throw new IllegalStateException("no sessions here");
  }

  @Override
  public Data data() {
    throw new IllegalStateException("no data here: jdbc:secret");
  }

  @Override
  public Cache cache() {
    throw new IllegalStateException("no cache here");
  }

  @Override
  public <T> T origin(Class<T> type) {
    return type.cast(Objects.requireNonNull(component, "no component here"));
  }

  @Override
  public void waitUntil(Runnable task) {
    afterwards.add(task);
  }

  @Override
  public void timing(String metric, long nanos) {
    timings.merge(metric, nanos, Long::sum);
  }
}
