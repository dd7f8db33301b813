package dev.verge.node.origin;

import dev.verge.Problem;
import dev.verge.web.Json;
import java.lang.reflect.InvocationTargetException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The components that run here, at the origin. What they throw comes out as a {@link Problem},
 * whoever called: theirs as it is, all else as a 500 without insides, which are logged.
 * Thread-safe.
 */
final class LocalComponents {
  private static final Logger log = LoggerFactory.getLogger(LocalComponents.class);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final byte[] NOTHING = {};

  private final Map<Class<?>, Object> instances = new ConcurrentHashMap<>();
  private final Json json;

  LocalComponents(Json json) {
    this.json = json;
  }

  void add(Class<?> component, Object instance) {
    instances.put(component, component.cast(instance));
  }

  /** Answers a call from another location. */
  byte[] serve(Contract.Call call, byte[] arguments) {
    Object[] values;
    try {
      values = json.readEach(arguments, call.parameters()).toArray();
    } catch (RuntimeException e) {
      throw internal(call + " got arguments that it cannot read", e);
    }
    Object result = call(call, values);
    try {
      return call.result() == void.class ? NOTHING : json.write(Arrays.asList(result));
    } catch (RuntimeException e) {
      throw internal("the result of " + call + " cannot be written as JSON", e);
    }
  }

  /** Calls a component directly. */
  @Nullable Object call(Contract.Call call, @Nullable Object @Nullable [] arguments) {
    Object instance = instances.get(call.component());
    if (instance == null) {
      throw Problem.unavailable("the origin is starting", SOON);
    }
    try {
      return call.method().invoke(instance, arguments);
    } catch (InvocationTargetException e) {
      throw failure(call, Objects.requireNonNullElse(e.getCause(), e));
    } catch (IllegalAccessException e) {
      throw internal(call + " cannot be called", e);
    }
  }

  private static Problem failure(Contract.Call call, Throwable thrown) {
    if (thrown instanceof Problem problem) {
      return problem;
    }
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return Problem.unavailable("the origin is stopping", SOON);
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException) {
        log.debug("{} has no database", call, thrown);
        return Problem.unavailable("the origin's database is not up yet", SOON);
      }
    }
    return internal(call + " failed", thrown);
  }

  /** Tells the log what went wrong, and the client that something did. */
  static Problem internal(String what, Throwable cause) {
    log.error(what, cause);
    return Problem.of(500, "Internal server error");
  }
}
