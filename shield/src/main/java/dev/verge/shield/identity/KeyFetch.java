package dev.verge.shield.identity;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads a key set from where its issuer keeps it. */
@FunctionalInterface
interface KeyFetch {
  /**
   * Reads it now; blocks for a bounded time.
   *
   * @throws IOException that says for people why not
   */
  Fetched fetch() throws IOException;

  /**
   * What was read.
   *
   * @param maxAge for how long its issuer says that it need not be asked again; null: nothing said
   */
  record Fetched(String text, @Nullable Duration maxAge) {}
}
