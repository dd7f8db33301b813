package dev.verge.node.origin;

import dev.verge.Problem;
import dev.verge.data.Peers;
import dev.verge.data.Unreachable;
import dev.verge.web.Json;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Calls a component at the origin from another location. Thread-safe. */
final class RemoteComponent {
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  /**
   * A first try that failed later than this met silence, not a broken connection: another would
   * only keep the client waiting.
   */
  private static final Duration RETRY_WITHIN = Duration.ofMillis(100);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final String origin;
  private final Peers peers;
  private final Json json;
  private final LongSupplier nanos;

  RemoteComponent(String origin, Peers peers, Json json) {
    this(origin, peers, json, System::nanoTime);
  }

  RemoteComponent(String origin, Peers peers, Json json, LongSupplier nanos) {
    this.origin = origin;
    this.peers = peers;
    this.json = json;
    this.nanos = nanos;
  }

  /** Calls, and tries once more where that is safe and may help. */
  @Nullable Object call(Contract.Call call, @Nullable Object @Nullable [] arguments) {
    byte[] body = body(call, arguments);
    long start = nanos.getAsLong();
    try {
      return result(call, peers.call(origin, call.operation(), body, DEADLINE));
    } catch (Unreachable first) {
      boolean safe = !first.sent() || call.retryable();
      if (!safe || nanos.getAsLong() - start > RETRY_WITHIN.toNanos()) {
        throw outOfReach(first);
      }
      try {
        return result(call, peers.call(origin, call.operation(), body, DEADLINE));
      } catch (Unreachable second) {
        throw outOfReach(second);
      }
    }
  }

  private byte[] body(Contract.Call call, @Nullable Object @Nullable [] arguments) {
    try {
      return json.write(arguments == null ? List.of() : Arrays.asList(arguments));
    } catch (RuntimeException e) {
      throw LocalComponents.internal("the arguments of " + call + " cannot be written as JSON", e);
    }
  }

  private @Nullable Object result(Contract.Call call, byte[] answer) {
    if (call.result() == void.class) {
      return null;
    }
    try {
      return json.readEach(answer, List.of(call.result())).getFirst();
    } catch (RuntimeException e) {
      throw LocalComponents.internal("the result of " + call + " cannot be read", e);
    }
  }

  private Problem outOfReach(Unreachable e) {
    return Problem.unavailable(
        "the origin ("
            + origin
            + ") is out of reach"
            + (e.sent() ? ", the outcome is unknown" : ""),
        RETRY_AFTER);
  }
}
