package dev.verge.data.sql;

import dev.verge.log.Envelope;
import dev.verge.log.Log;
import dev.verge.log.LogException;
import dev.verge.log.Partition;
import dev.verge.log.Position;
import dev.verge.log.Verifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a view to the log's end and keeps it there. Runs on the dataset's thread.
 *
 * <p>First the view's position is compared with the log. If the log is of another incarnation, the
 * view begins anew. If the log has forgotten what comes next, a snapshot takes the view's place. If
 * the log does not know the record that the view has applied, one of them is damaged, and nothing
 * is touched. Then every record must follow the one before, by its hash.
 */
final class Follower {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final int MAX_BATCH = 256;
  private static final int QUEUE = 256;
  private static final long POLL_MILLIS = 50;
  private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** An empty replica that is further behind takes a snapshot rather than all records. */
  private static final long FAR = 10_000;

  private final Partition partition;
  private final Log log;
  private final SqlConfig config;
  private final SqlSpec spec;
  private final SqlDataset dataset;
  private final SnapshotKeeper snapshots;
  private final RemotePrimary remote;

  Follower(
      SqlSpec spec,
      SqlConfig config,
      SqlDataset dataset,
      SnapshotKeeper snapshots,
      RemotePrimary remote) {
    this.spec = spec;
    this.partition = spec.partition();
    this.log = config.log();
    this.config = config;
    this.dataset = dataset;
    this.snapshots = snapshots;
    this.remote = remote;
  }

  /** Applies records as they come, until the dataset closes or something fails. */
  void follow() throws IOException {
    align();
    Position start = dataset.view().position();
    Verifier verifier = Verifier.from(partition, start);
    BlockingQueue<Log.Entry> incoming = new ArrayBlockingQueue<>(QUEUE);
    AtomicBoolean over = new AtomicBoolean();
    long begun = System.nanoTime();
    try (Log.Subscription tail =
        log.tail(partition, start.sequence() + 1, entry -> offer(incoming, entry, over))) {
      dataset.clearTrouble();
      while (!dataset.isClosing()) {
        Log.Entry first = poll(incoming);
        if (first == null) {
          Throwable failure = tail.failure();
          if (failure != null) {
            throw new LogException("the tail of " + partition + " ended: " + failure, failure);
          }
          requireHeard(begun);
        } else {
          dataset.apply(batch(first, incoming, verifier));
        }
      }
    } finally {
      over.set(true);
    }
  }

  /** Applies what the log holds now. */
  void catchUp() throws IOException {
    align();
    replayTo(log.last(partition));
  }

  /** Applies what the log holds, up to a sequence. */
  void replayTo(long sequence) {
    Position start = dataset.view().position();
    if (start.sequence() >= sequence) {
      return;
    }
    Verifier verifier = Verifier.from(partition, start);
    try (Log.Cursor cursor = log.read(partition, start.sequence() + 1)) {
      List<Envelope> batch = new ArrayList<>();
      Log.Entry entry = cursor.next();
      while (entry != null && entry.sequence() <= sequence) {
        batch.add(verifier.next(entry));
        if (batch.size() >= MAX_BATCH) {
          dataset.apply(batch);
          batch.clear();
        }
        entry = cursor.next();
      }
      dataset.apply(batch);
    }
    if (dataset.view().position().sequence() < sequence) {
      throw new LogException(
          "%s holds records up to %d, not %d"
              .formatted(partition, dataset.view().position().sequence(), sequence));
    }
  }

  /** A tail that brings nothing although the primary has more is begun anew. */
  private void requireHeard(long begun) {
    if (System.nanoTime() - begun > SILENT_NANOS
        && dataset.freshness().behindFor() > SILENT_NANOS) {
      throw new LogException("the tail of " + partition + " is silent");
    }
  }

  private static void offer(
      BlockingQueue<Log.Entry> incoming, Log.Entry entry, AtomicBoolean over) {
    try {
      while (!over.get() && !incoming.offer(entry, POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        Thread.onSpinWait();
      }
    } catch (InterruptedException e) {
      throw new BrokenView("the tail's thread was interrupted", e);
    }
  }

  private static Log.@Nullable Entry poll(BlockingQueue<Log.Entry> incoming) {
    try {
      return incoming.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new BrokenView("the replica's thread was interrupted", e);
    }
  }

  private static List<Envelope> batch(
      Log.Entry first, BlockingQueue<Log.Entry> incoming, Verifier verifier) {
    List<Envelope> batch = new ArrayList<>();
    Log.Entry entry = first;
    while (entry != null) {
      batch.add(verifier.next(entry));
      entry = batch.size() < MAX_BATCH ? incoming.poll() : null;
    }
    return batch;
  }

  /** Makes the next record in the log the one that follows the view's position. */
  private void align() throws IOException {
    Position position = dataset.view().position();
    long first = log.first(partition);
    long last = log.last(partition);
    if (!position.isStart()) {
      if (last == 0) {
        throw new BrokenView(
            "the log of %s is empty, but its database has applied sequence %d: bring the log back,"
                    .formatted(partition, position.sequence())
                + " or remove the folder "
                + dataset.view().folder());
      }
      Position there = at(Math.clamp(position.sequence(), first, last));
      if (there.incarnation() != position.incarnation()) {
        LOG.warn("{}: the log was made anew or restored, the view begins anew", spec.name());
        dataset.replace(dataset.view().successor(Optional.empty()));
        position = Position.START;
      } else if (last < position.sequence()) {
        throw new BrokenView(
            "the log of %s ends at %d, but sequence %d was applied: it has lost records"
                .formatted(partition, last, position.sequence()));
      } else if (first <= position.sequence() && !there.equals(position)) {
        throw new BrokenView(
            "the log of %s has forked: it has %s where %s was applied"
                .formatted(partition, there, position));
      }
    }
    if (first > position.sequence() + 1) {
      bootstrap(position);
    } else if (position.isStart() && last > FAR && !dataset.isPrimaryHere()) {
      bootstrapIfPossible(position);
    }
  }

  private Position at(long sequence) {
    Verifier verifier = Verifier.joining(partition);
    try (Log.Cursor cursor = log.read(partition, sequence)) {
      Log.Entry entry = cursor.next();
      if (entry == null) {
        throw new LogException("%s: sequence %d cannot be read".formatted(partition, sequence));
      }
      return verifier.next(entry).position();
    }
  }

  private void bootstrapIfPossible(Position position) throws IOException {
    try {
      bootstrap(position);
    } catch (BrokenView | dev.verge.Problem e) {
      LOG.info("{}: without a snapshot, reading all records: {}", spec.name(), e.getMessage());
    }
  }

  private void bootstrap(Position position) throws IOException {
    Snapshot snapshot =
        dataset.isPrimaryHere()
            ? local()
            : remote.fetchSnapshot(dataset.view().folder().resolve("snapshot.part"));
    if (snapshot.position().sequence() <= position.sequence()) {
      throw new BrokenView(
          "the newest snapshot of %s is at %d, the view is at %d and the log begins after it"
              .formatted(spec.name(), snapshot.position().sequence(), position.sequence()));
    }
    View next = dataset.view().successor(Optional.of(snapshot.file()));
    if (!next.position().equals(snapshot.position())) {
      next.close();
      next.remove();
      throw new BrokenView("the snapshot of " + spec.name() + " is not at the position it names");
    }
    dataset.replace(next);
    LOG.info(
        "{} at {}: began from the snapshot at {}", spec.name(), config.here(), next.position());
  }

  /** A copy of the newest snapshot that is kept here. */
  private Snapshot local() throws IOException {
    Snapshot kept =
        snapshots
            .snapshots()
            .latest()
            .orElseThrow(() ->
                new BrokenView(
                    "the log of %s begins at %d and there is no snapshot below"
                        .formatted(partition, log.first(partition))));
    var copy = dataset.view().folder().resolve("snapshot.part");
    java.nio.file.Files.copy(kept.file(), copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Snapshot snapshot = new Snapshot(kept.position(), kept.size(), kept.sha256(), copy);
    Snapshots.verify(snapshot);
    return snapshot;
  }
}
