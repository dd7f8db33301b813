package dev.verge.node.peer;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of another location.
 *
 * @param location its code
 * @param reachable whether calls to it are tried
 * @param sinceHeard how long ago it said something, or null if it never did
 * @param roundTrip the smoothed time that a ping takes, or null if none was answered
 */
public record PeerStatus(
    String location,
    boolean reachable,
    @Nullable Duration sinceHeard,
    @Nullable Duration roundTrip) {}
