package dev.verge;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How many requests a route takes from one of its callers in a time. Immutable.
 *
 * <pre>{@code
 * api.post("/orders", OrdersApi::create).limit(perMinute(60).by(user()));
 * }</pre>
 *
 * A request past it is answered 429 with {@code Retry-After}; it costs no permit. Each location
 * counts for itself, exactly, unless the limit is {@link #global}.
 *
 * @param name routes with limits of one name share its permits, and an operator may set it anew by
 *     its name; null: the route's own
 * @param permits 1 to 1,000,000
 * @param window a millisecond to a day
 * @param keys what makes a caller: requests that agree in all of them share the permits
 * @param global whether all locations share the permits
 */
public record Limit(
    @Nullable String name,
    int permits,
    Duration window,
    List<Key> keys,
    Algorithm algorithm,
    boolean global) {
  private static final int MOST_PERMITS = 1_000_000;
  private static final Duration LONGEST = Duration.ofDays(1);

  /** How permits come back. */
  public sealed interface Algorithm {
    /** Never more permits than the limit's in any window, wherever it begins. */
    record SlidingWindow() implements Algorithm {}

    /**
     * Permits come back evenly, and as many as {@code burst} may be saved up.
     *
     * @param burst 1 to 1,000,000
     */
    record TokenBucket(int burst) implements Algorithm {}
  }

  /** A part of what makes a caller. */
  public sealed interface Key {
    /** The client's address; of IPv6 its first 64 bits, which is what one client has. */
    record Address() implements Key {}

    /** The user's id; the address where nobody is signed in. */
    record User() implements Key {}

    /** A claim of the caller's token, such as the tenant; the address where there is none. */
    record Claim(String name) implements Key {}

    /** A header, such as an API key; the address where there is none. */
    record Header(String name) implements Key {}

    /** The visitor's country. */
    record Country() implements Key {}

    /** The route, for limits that several routes share. */
    record Route() implements Key {}

    /**
     * Anything else that can be read from the request, quickly and without blocking.
     *
     * @param value its value; must not throw
     */
    record Value(Function<? super Request, String> value) implements Key {}
  }

  public Limit {
    if (permits < 1 || permits > MOST_PERMITS) {
      throw new IllegalArgumentException(
          "a limit has 1 to " + MOST_PERMITS + " permits, not " + permits);
    }
    if (window.toMillis() < 1 || window.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a limit's window is a millisecond to a day, not " + window);
    }
    if (algorithm instanceof Algorithm.TokenBucket(int burst)
        && (burst < 1 || burst > MOST_PERMITS)) {
      throw new IllegalArgumentException("a burst is 1 to " + MOST_PERMITS + ", not " + burst);
    }
    if (name != null && !name.matches("[a-z0-9._-]{1,64}")) {
      throw new IllegalArgumentException(
          "a limit's name has 1 to 64 of a-z 0-9 . _ -, not '" + name + "'");
    }
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a limit needs a key: by(address()), by(user()), ...");
    }
  }

  /** So many requests of an address in any window of that length. */
  public static Limit per(Duration window, int permits) {
    return new Limit(
        null, permits, window, List.of(address()), new Algorithm.SlidingWindow(), false);
  }

  /** So many requests of an address in any second. */
  public static Limit perSecond(int permits) {
    return per(Duration.ofSeconds(1), permits);
  }

  /** So many requests of an address in any minute. */
  public static Limit perMinute(int permits) {
    return per(Duration.ofMinutes(1), permits);
  }

  /** So many requests of an address in any hour. */
  public static Limit perHour(int permits) {
    return per(Duration.ofHours(1), permits);
  }

  /** See {@link Key.Address}. */
  public static Key address() {
    return new Key.Address();
  }

  /** See {@link Key.User}. */
  public static Key user() {
    return new Key.User();
  }

  /** See {@link Key.Claim}. */
  public static Key claim(String name) {
    return new Key.Claim(name);
  }

  /** See {@link Key.Header}. */
  public static Key header(String name) {
    return new Key.Header(name);
  }

  /** See {@link Key.Country}. */
  public static Key country() {
    return new Key.Country();
  }

  /** See {@link Key.Route}. */
  public static Key route() {
    return new Key.Route();
  }

  /** See {@link Key.Value}. */
  public static Key value(Function<? super Request, String> value) {
    return new Key.Value(value);
  }

  /** A copy that counts for each combination of these. */
  public Limit by(Key... by) {
    return new Limit(name, permits, window, List.of(by), algorithm, global);
  }

  /** A copy with a name, which several routes may share. */
  public Limit named(String other) {
    return new Limit(other, permits, window, keys, algorithm, global);
  }

  /** A copy whose permits come back evenly, with so many saved up at most. */
  public Limit tokenBucket(int burst) {
    return new Limit(name, permits, window, keys, new Algorithm.TokenBucket(burst), global);
  }

  /**
   * A copy whose permits all locations share. They tell each other what they took a few times a
   * second; what is taken beyond the limit is at most what arrives in that time.
   */
  public Limit everywhere() {
    return new Limit(name, permits, window, keys, algorithm, true);
  }
}
