package dev.verge.shield.limit;

/**
 * What sharing limits did since the start.
 *
 * @param failed messages that got no answer, or a wrong one
 * @param skipped messages that were not sent since too many were under way to their location
 * @param lost admissions that some location was never told, for want of room
 * @param unknown admissions at other locations for limits that are not known here
 */
public record GlobalCounts(long failed, long skipped, long lost, long unknown) {}
