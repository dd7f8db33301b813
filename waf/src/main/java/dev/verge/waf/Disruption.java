package dev.verge.waf;

/** What a match means for the request. */
sealed interface Disruption {
  /** It goes on. */
  record Pass() implements Disruption {}

  /** It is answered with a status. */
  record Deny(int status) implements Disruption {}

  /** It is answered with a redirect. */
  record Redirect(int status, Macro to) implements Disruption {}

  /** Its connection ends. */
  record Drop() implements Disruption {}

  /** How much an {@code allow} lets through without looking further. */
  enum Extent {
    ALL,
    PHASE,
    REQUEST
  }

  /** It is let through. */
  record Allow(Extent extent) implements Disruption {}
}
