package dev.verge.data.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a snapshot of the primary's view every so many records, beside the writer, and lets the log
 * forget what is well below it. Its snapshots are for every thread, the rest for the dataset's.
 */
final class SnapshotKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotKeeper.class);

  private final SqlSpec spec;
  private final SqlConfig config;
  private final Snapshots snapshots;
  private @Nullable Thread maker;
  private long lastSequence = -1;
  private long lastBytes;

  SnapshotKeeper(SqlSpec spec, SqlConfig config, Path viewFolder) {
    this.spec = spec;
    this.config = config;
    this.snapshots = new Snapshots(viewFolder.resolve("snapshots"));
  }

  Snapshots snapshots() {
    return snapshots;
  }

  /**
   * Begins to make one if it is due; does not wait for it. Called by one thread.
   *
   * @param sequence that the view has come to
   * @param bytes that were committed since the start
   */
  void due(long sequence, long bytes, Path database) {
    if (lastSequence < 0) {
      lastSequence = latestSequence();
    }
    boolean busy = maker != null && maker.isAlive();
    SqlLimits limits = config.limits();
    boolean due =
        sequence - lastSequence >= limits.snapshotRecords()
            || bytes - lastBytes >= limits.snapshotBytes();
    if (due && !busy && sequence > lastSequence) {
      lastSequence = sequence;
      lastBytes = bytes;
      maker =
          Thread.ofPlatform()
              .daemon()
              .name("verge-snapshot-" + spec.name())
              .start(() -> make(database));
    }
  }

  /** Waits for the snapshot that is being made; nobody may ask for another one. */
  @Override
  public void close() {
    Thread running = maker;
    if (running != null) {
      try {
        running.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void make(Path database) {
    try {
      Snapshot made = snapshots.make(database);
      Snapshots.verify(made);
      long sequence = made.position().sequence();
      // The record at the snapshot's own sequence always stays: a writer begins after it.
      config
          .log()
          .truncateBelow(spec.partition(), Math.max(1, sequence - config.limits().keepRecords()));
      LOG.info("{}: snapshot at {} of {} bytes", spec.name(), sequence, made.size());
    } catch (IOException | RuntimeException e) {
      LOG.warn("{}: no snapshot was made: {}", spec.name(), e.getMessage());
    }
  }

  private long latestSequence() {
    try {
      Optional<Snapshot> latest = snapshots.latest();
      return latest.map(snapshot -> snapshot.position().sequence()).orElse(0L);
    } catch (IOException e) {
      LOG.warn("{}: cannot read its snapshots: {}", spec.name(), e.getMessage());
      return 0;
    }
  }
}
