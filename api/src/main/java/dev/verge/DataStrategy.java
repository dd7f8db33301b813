package dev.verge;

import java.time.Duration;

/**
 * Declares the datasets of an application and how consistent each is. Names are lower-case letters,
 * digits and hyphens, at most 40 characters; a name declared twice is an error.
 */
public interface DataStrategy {
  /**
   * A SQL dataset: a SQLite database at every location. Its schema comes from {@code
   * migrations/NAME/0001_what.sql} and following in the bundle, applied once, in order.
   *
   * @param consistency {@link Consistency.Eventual}, {@link Consistency.ReadAfterWrite} or {@link
   *     Consistency.Strong}
   */
  DataStrategy sql(String name, Consistency consistency);

  /** Fills a SQL dataset once, after its migrations, in one transaction at the primary. */
  DataStrategy seed(String sqlDataset, Seed seed);

  /**
   * A KV dataset whose entries do not expire unless a write says so.
   *
   * @param consistency {@link Consistency#eventual()}, {@link Consistency#readYourWrites()} or
   *     {@link Consistency#strongPerUser()}
   */
  DataStrategy kv(String name, Consistency consistency);

  /** A KV dataset whose entries expire {@code ttl} after each write, unless the write says else. */
  DataStrategy kv(String name, Consistency consistency, Duration ttl);

  /** A PostgreSQL database at the origin, with {@code migrations/NAME/*.sql}, as for SQL. */
  DataStrategy postgres(String name);

  /** Reads well where it is declared: {@code kv("sessions", strongPerUser(), ttl(ofHours(1)))}. */
  static Duration ttl(Duration duration) {
    return duration;
  }

  /** Fills a dataset at its first start. */
  @FunctionalInterface
  interface Seed {
    /** Writes the first data. */
    void fill(Sql.Transaction tx);
  }
}
