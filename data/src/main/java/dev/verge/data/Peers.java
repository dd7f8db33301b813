package dev.verge.data;

import java.time.Duration;

/**
 * How this location talks to another: one request, one answer, blocking. The node implements it
 * over HTTP/2; a world wraps it with distance and faults. Thread-safe.
 */
public interface Peers {
  /**
   * Calls an operation at a location, also at this one, and returns the answer.
   *
   * @param operation a name that the other location serves, such as {@code sql.read}
   * @param deadline how long to wait at the most; less when the location is known to be silent
   * @throws Unreachable no answer: the request may or may not have been carried out
   * @throws dev.verge.Problem what the operation itself answered
   */
  byte[] call(String location, String operation, byte[] body, Duration deadline) throws Unreachable;

  /** Serves an operation. May block; called on a virtual thread. */
  @FunctionalInterface
  interface Operation {
    /**
     * Answers a call.
     *
     * @param from the authenticated location that asks
     * @throws dev.verge.Problem carried to the caller as it is
     */
    byte[] serve(String from, byte[] body) throws Exception;
  }
}
