package dev.verge.testing.guide;

import dev.verge.Retryable;

/** A component that needs one place, because it counts in memory. */
public interface Greeter {
  record Greeting(String text, long number) {}

  Greeting greet(String name);

  @Retryable
  long count();
}
