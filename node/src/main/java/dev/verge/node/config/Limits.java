package dev.verge.node.config;

import java.time.Duration;

/**
 * Bounds of connections and requests.
 *
 * @param connections open at once
 * @param connectionsPerAddress open at once from one address
 * @param headTime within which the head of a request must have come
 * @param headers bytes of a header block
 * @param headerCount headers of a request
 * @param body bytes of a request body
 * @param bodyTime within which a request's body must have come
 * @param rulesTime that the firewall's rules may take for a request
 * @param inFlight requests at once
 * @param inFlightPerAddress requests at once from one address
 * @param queueTime that admitted requests may all wait for a thread before others are shed
 * @param cacheBytes of the cache-aside cache
 */
public record Limits(
    int connections,
    int connectionsPerAddress,
    Duration headTime,
    int headers,
    int headerCount,
    int body,
    Duration bodyTime,
    Duration rulesTime,
    int inFlight,
    int inFlightPerAddress,
    Duration queueTime,
    long cacheBytes) {
  private static final int HOUR_MILLIS = 3_600_000;

  /** What holds unless the operator says else. */
  public static final Limits DEFAULT =
      new Limits(
          20_000,
          1_000,
          Duration.ofSeconds(10),
          32 << 10,
          100,
          1 << 20,
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          4_096,
          500,
          Duration.ofMillis(250),
          64L << 20);

  static Limits read(Section section) {
    Limits standard = DEFAULT;
    Limits limits =
        new Limits(
            (int) section.number("connections", standard.connections, 1, 10_000_000),
            (int)
                section.number(
                    "connections-per-address", standard.connectionsPerAddress, 1, 10_000_000),
            millis(section, "head-millis", standard.headTime),
            (int) section.number("headers", standard.headers, 1_024, 1 << 20),
            (int) section.number("header-count", standard.headerCount, 10, 10_000),
            (int) section.number("body", standard.body, 0, 1 << 30),
            millis(section, "body-millis", standard.bodyTime),
            millis(section, "rules-millis", standard.rulesTime),
            (int) section.number("in-flight", standard.inFlight, 1, 1_000_000),
            (int)
                section.number("in-flight-per-address", standard.inFlightPerAddress, 1, 1_000_000),
            millis(section, "queue-millis", standard.queueTime),
            section.number("cache-bytes", standard.cacheBytes, 0, 1L << 40));
    section.done();
    return limits;
  }

  private static Duration millis(Section section, String key, Duration standard) {
    return Duration.ofMillis(section.number(key, standard.toMillis(), 1, HOUR_MILLIS));
  }
}
