package dev.verge.shield.limit;

/**
 * What a limit says of one request.
 *
 * @param limit the limit that was asked
 * @param allowed whether the request may go on; its permit is spent then
 * @param remaining how many more requests of this key would be admitted now
 * @param moreNanos nanoseconds until more than {@code remaining} would be admitted: when refused,
 *     until a request is admitted again; 0 when no permit is out
 */
public record Decision(LimitSpec limit, boolean allowed, int remaining, long moreNanos) {}
