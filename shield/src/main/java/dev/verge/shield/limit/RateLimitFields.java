package dev.verge.shield.limit;

import dev.verge.Limit;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What a client is told: the fields {@code RateLimit-Policy} and {@code RateLimit}
 * (draft-ietf-httpapi-ratelimit-headers-11, structured fields of RFC 9651) and {@code Retry-After}
 * (RFC 9110, section 10.2.3).
 */
public final class RateLimitFields {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** Refusals first, the longest wait first; then who has the least left. */
  private static final Comparator<Decision> TIGHTEST_FIRST =
      Comparator.comparing(Decision::allowed)
          .thenComparingInt(Decision::remaining)
          .thenComparing(Comparator.comparingLong(Decision::moreNanos).reversed());

  private RateLimitFields() {}

  /**
   * {@code RateLimit-Policy}: how many in which window. Of a token bucket it is the burst, in the
   * time that it takes to come back. A window of a fraction of a second is left out, since the
   * field knows whole seconds only; that of a bucket is rounded up.
   *
   * @param limits at least one
   */
  public static String policy(List<LimitSpec> limits) {
    return limits.stream().map(RateLimitFields::policy).collect(Collectors.joining(", "));
  }

  /**
   * {@code RateLimit}: what remains ({@code r}) and for how many seconds, rounded up, it will not
   * be more ({@code t}), the tightest limit first.
   *
   * @param decisions on one request, at least one
   */
  public static String rateLimit(List<Decision> decisions) {
    return decisions.stream()
        .sorted(TIGHTEST_FIRST)
        .map(d -> item(d.limit()) + ";r=" + d.remaining() + ";t=" + seconds(d.moreNanos()))
        .collect(Collectors.joining(", "));
  }

  /** {@code Retry-After}: after how many seconds no limit refuses; empty when none does now. */
  public static OptionalLong retryAfter(List<Decision> decisions) {
    return decisions.stream()
        .filter(d -> !d.allowed())
        .mapToLong(d -> Math.max(1, seconds(d.moreNanos())))
        .max();
  }

  private static String policy(LimitSpec limit) {
    String policy = item(limit) + ";q=" + limit.capacity();
    boolean whole =
        limit.algorithm() instanceof Limit.Algorithm.TokenBucket
            || limit.window().toNanos() % SECOND == 0;
    return whole ? policy + ";w=" + seconds(limit.spanNanos()) : policy;
  }

  /** A String of structured fields: a limit's name has nothing to escape. */
  private static String item(LimitSpec limit) {
    return '"' + limit.name() + '"';
  }

  private static long seconds(long nanos) {
    return Math.ceilDiv(nanos, SECOND);
  }
}
