package dev.verge.node;

import dev.verge.Identity;
import dev.verge.Limit;
import dev.verge.shield.limit.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request is counted by. Every part says of what kind it is, so that a user whose id looks
 * like an address shares nobody's permits. Thread-safe.
 */
final class LimitKeys {
  private final Keys keys;

  LimitKeys(Keys keys) {
    this.keys = keys;
  }

  /** Whether these can be told on a thread that may block, and after the identity stage, only. */
  static boolean needThread(List<Limit.Key> by) {
    return by.stream()
        .anyMatch(key ->
            switch (key) {
              case Limit.Key.User(), Limit.Key.Claim(_), Limit.Key.Value(_) -> true;
              default -> false;
            });
  }

  long of(List<Limit.Key> by, Exchange x) {
    if (by.size() == 1) {
      return keys.key(part(by.getFirst(), x));
    }
    List<String> parts = new ArrayList<>(by.size());
    for (Limit.Key key : by) {
      parts.add(part(key, x));
    }
    return keys.key(parts);
  }

  private static String part(Limit.Key key, Exchange x) {
    return switch (key) {
      case Limit.Key.Address() -> address(x);
      case Limit.Key.User() -> x.identity().map(known -> "user " + known.user()).orElse(address(x));
      case Limit.Key.Claim(String name) -> orAddress("claim ", claim(name, x.identity()), x);
      case Limit.Key.Header(String name) -> orAddress("header ", x.http.getHeader(name), x);
      case Limit.Key.Country() -> x.client.country();
      case Limit.Key.Route() -> x.match().toString();
      case Limit.Key.Value(var value) -> "value " + value.apply(x.request());
    };
  }

  private static @Nullable Object claim(String name, Optional<Identity> identity) {
    return identity.map(known -> known.claims().get(name)).orElse(null);
  }

  private static String orAddress(String kind, @Nullable Object value, Exchange x) {
    return value == null ? address(x) : kind + value;
  }

  /** What is no address, as from a test without a network, counts as it is. */
  private static String address(Exchange x) {
    return x.network.isEmpty() ? "no address" : "address " + x.network;
  }
}
