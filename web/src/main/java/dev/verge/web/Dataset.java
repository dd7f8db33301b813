package dev.verge.web;

import dev.verge.Consistency;
import dev.verge.DataStrategy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A dataset as the application declared it, checked. */
public sealed interface Dataset {
  /** Lower-case letters, digits and hyphens, at most 40, unique in the application. */
  String name();

  /**
   * A SQLite database at every location.
   *
   * @param consistency eventual, read-after-write or strong
   * @param seed fills it at its first start, or null
   */
  record SqlDeclaration(String name, Consistency consistency, DataStrategy.@Nullable Seed seed)
      implements Dataset {}

  /**
   * A KV view at every location.
   *
   * @param consistency eventual without a bound, read-your-writes or strong per user
   * @param ttl how long entries live after a write that does not say, or null for ever
   */
  record KvDeclaration(String name, Consistency consistency, @Nullable Duration ttl)
      implements Dataset {}

  /** A PostgreSQL database at the origin. */
  record PostgresDeclaration(String name) implements Dataset {}
}
