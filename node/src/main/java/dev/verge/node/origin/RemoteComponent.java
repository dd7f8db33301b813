package dev.verge.node.origin;

import dev.verge.Problem;
import dev.verge.data.Peers;
import dev.verge.data.Unreachable;
import dev.verge.web.Json;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
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

  RemoteComponent(String origin, Peers peers, Json json) {
    this.origin = origin;
    this.peers = peers;
    this.json = json;
  }

  /** Calls, and tries once more where that is safe and may help. */
  @Nullable Object call(Contract.Call call, @Nullable Object @Nullable [] arguments) {
    byte[] body = arguments == null ? json.write(List.of()) : json.write(Arrays.asList(arguments));
    long start = System.nanoTime();
    try {
      return result(call.result(), peers.call(origin, call.operation(), body, DEADLINE));
    } catch (Unreachable first) {
      boolean safe = !first.sent() || call.retryable();
      if (!safe || System.nanoTime() - start > RETRY_WITHIN.toNanos()) {
        throw outOfReach(first);
      }
      try {
        return result(call.result(), peers.call(origin, call.operation(), body, DEADLINE));
      } catch (Unreachable second) {
        throw outOfReach(second);
      }
    }
  }

  private @Nullable Object result(Type type, byte[] answer) {
    return type == void.class ? null : json.readEach(answer, List.of(type)).getFirst();
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
