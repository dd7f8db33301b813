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

/** The components that run here, at the origin. Thread-safe. */
final class LocalComponents {
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
  byte[] serve(Contract.Call call, byte[] arguments) throws Exception {
    Object[] values = json.readEach(arguments, call.parameters()).toArray();
    Object result = call(call, values);
    return call.result() == void.class ? NOTHING : json.write(Arrays.asList(result));
  }

  /** Calls a component directly; what it throws comes out as it is. */
  @Nullable Object call(Contract.Call call, @Nullable Object @Nullable [] arguments)
      throws Exception {
    Object instance = instances.get(call.method().getDeclaringClass());
    if (instance == null) {
      throw Problem.unavailable("the origin is starting", Duration.ofSeconds(1));
    }
    try {
      return call.method().invoke(instance, arguments);
    } catch (InvocationTargetException e) {
      throw failure(Objects.requireNonNullElse(e.getCause(), e));
    }
  }

  /** A database that cannot be had now is a 503; the rest is as it was thrown. */
  private static Exception failure(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException) {
        return Problem.unavailable("the origin's database is not up yet", Duration.ofSeconds(1));
      }
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    return (Exception) thrown;
  }
}
