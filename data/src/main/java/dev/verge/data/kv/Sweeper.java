package dev.verge.data.kv;

import dev.verge.Sql;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes expired entries, which no read sees, so that tables do not grow. It runs where a
 * partition is written, in small transactions between which others get their turn. An entry stays
 * for a minute past its expiry: a location whose clock is a little behind still reads it.
 */
final class Sweeper implements AutoCloseable {
  static final int BATCH = 500;
  static final Duration INTERVAL = Duration.ofMinutes(1);
  static final Duration GRACE = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final String DELETE =
      "DELETE FROM entry WHERE key IN (SELECT key FROM entry WHERE expires_at <= ? LIMIT "
          + BATCH
          + ")";

  private final List<String> datasets;
  private final Function<String, Sql> sql;
  private final InstantSource clock;
  private final ScheduledExecutorService scheduler;
  private volatile boolean closed;

  /**
   * @param datasets the SQL datasets that are written here
   * @param scheduler belongs to the sweeper from now on
   */
  Sweeper(
      List<String> datasets,
      Function<String, Sql> sql,
      InstantSource clock,
      ScheduledExecutorService scheduler) {
    this.datasets = datasets;
    this.sql = sql;
    this.clock = clock;
    this.scheduler = scheduler;
  }

  void start() {
    long millis = INTERVAL.toMillis();
    var _ = scheduler.scheduleWithFixedDelay(this::sweep, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Sweeps all partitions once and returns how many entries went. */
  long sweep() {
    long swept = 0;
    for (String dataset : datasets) {
      try {
        swept += sweep(sql.apply(dataset));
      } catch (RuntimeException e) {
        LOG.warn("{}: expired entries stay until the next sweep: {}", dataset, e.toString());
      }
    }
    return swept;
  }

  private long sweep(Sql partition) {
    long expired = clock.millis() - GRACE.toMillis();
    long swept = 0;
    long batch = BATCH;
    while (batch == BATCH && !closed) {
      batch = partition.execute(DELETE, expired).changes();
      swept += batch;
    }
    return swept;
  }

  /** Ends after the batch that runs; waits for it. */
  @Override
  public void close() {
    closed = true;
    scheduler.close();
  }
}
