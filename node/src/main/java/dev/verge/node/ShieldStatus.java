package dev.verge.node;

import dev.verge.shield.limit.LimitCounts;
import java.util.Map;

/**
 * What a location's shield did since the start.
 *
 * @param connectionsRefused closed when they were accepted, because they were too many
 * @param refused requests and responses that the firewall refused
 * @param rules how often each of its rules matched, by id
 * @param limits what each rate limit did, by name
 */
public record ShieldStatus(
    long connectionsRefused,
    long refused,
    Map<Integer, Long> rules,
    Map<String, LimitCounts> limits) {
  /** Of a location that is down. */
  public static final ShieldStatus NONE = new ShieldStatus(0, 0, Map.of(), Map.of());
}
