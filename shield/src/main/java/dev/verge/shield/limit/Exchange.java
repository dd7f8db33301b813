package dev.verge.shield.limit;

import java.util.concurrent.CompletionStage;

/** How this location calls {@link GlobalLimits#receive} at another. Thread-safe. */
@FunctionalInterface
public interface Exchange {
  /**
   * Sends a message and returns at once.
   *
   * @param location the one that receives it
   * @return its answer, or the failure to get one, within a deadline that the exchange sets (about
   *     a second); the message may have been received even then
   */
  CompletionStage<byte[]> send(String location, byte[] message);
}
