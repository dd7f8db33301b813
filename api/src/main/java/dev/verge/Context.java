package dev.verge;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request and everything a handler may use to answer it. For the handling thread only. */
public interface Context {
  /** The request as the client, or a middleware, made it. */
  Request request();

  /**
   * The decoded value of a path parameter.
   *
   * @throws IllegalArgumentException if the route's pattern has no such parameter
   */
  String path(String name);

  /** The first value of a query parameter. */
  Optional<String> query(String name);

  /**
   * The query parameters as a record.
   *
   * @throws Problem 400 naming the field that is missing, unknown or mistyped
   */
  <T> T query(Class<T> record);

  /**
   * The JSON body.
   *
   * @throws Problem 400 naming the field or the place that is wrong, 415 if the body is not JSON
   */
  <T> T json(Class<T> type);

  /**
   * The form body ({@code application/x-www-form-urlencoded}) as a record.
   *
   * @throws Problem 400 naming the field, 415 if the body is not a form
   */
  <T> T form(Class<T> record);

  /** A cookie's value. */
  Optional<String> cookie(String name);

  /** The location that handles this request. */
  Location location();

  /** The visitor's country, ISO 3166-1 alpha-2, or {@code XX} if unknown. */
  String country();

  /** Identifies this request in logs. */
  String requestId();

  /** Who is asking, if they said so in a way that could be verified. */
  Optional<Identity> identity();

  /**
   * The user's id.
   *
   * @throws Problem 401 without identity
   */
  String user();

  /**
   * The {@code Idempotency-Key} header.
   *
   * @throws Problem 400 if it is absent, empty or longer than 200 characters
   */
  String idempotencyKey();

  /** Sessions at this location. */
  Sessions sessions();

  /** A SQL dataset. */
  Sql sql(String dataset);

  /** A KV dataset. */
  Kv kv(String dataset);

  /** All datasets, by name. */
  Data data();

  /** This location's cache. */
  Cache cache();

  /** An origin component, called over the network unless this is the origin. */
  <T> T origin(Class<T> component);

  /**
   * Renders a template of the bundle.
   *
   * @return 200 {@code text/html; charset=utf-8}
   */
  Response render(String template, Map<String, ? extends @Nullable Object> parameters);

  /**
   * Does something after the response was sent. Bounded in number and in time; failures are logged
   * and counted.
   */
  void waitUntil(Runnable task);

  /** A value that middleware left for the handler, or null. */
  @Nullable Object get(String key);

  /** Leaves a value for what comes later in this request. */
  void set(String key, Object value);

  /** Adds to a metric of {@code Server-Timing}. */
  void timing(String metric, Duration duration);
}
