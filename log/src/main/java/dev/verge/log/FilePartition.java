package dev.verge.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition in a folder of segment files.
 *
 * <p><b>Two ends.</b> {@code written} is the last record handed to the file; {@code durable} is the
 * last one that a force has covered. An append checks itself against {@code written}, so that many
 * can be on their way, and returns when {@code durable} has reached it. Readers see {@code durable}
 * only.
 *
 * <p><b>Group commit.</b> Records are written under the lock, which is short. Whoever then waits
 * and finds no force under way makes one, outside the lock, for all that was written before it
 * began; the others wait. So each force serves everybody who came during the one before, and there
 * is no thread of its own to start, feed or stop. A segment is forced whole before the next is
 * begun.
 *
 * <p><b>Failing closed.</b> When a write or a force fails, what the file holds beyond {@code
 * durable} is not known (a kernel may drop the pages and report success the next time). Nothing
 * goes on from there: those who wait get {@link Ambiguous}, everything after a {@link LogException}
 * until the log is opened again, and the file is cut at {@code durable}, if it still lets itself be
 * cut, so that opening does not take for durable what only memory held.
 */
final class FilePartition {
  private static final Logger LOG = LoggerFactory.getLogger(FilePartition.class);

  private final Partition partition;
  private final Segments segments;
  private final ReentrantLock lock = new ReentrantLock();

  /** Signalled when durable, forcing, failure or a tail's end changes. */
  private final Condition changed = lock.newCondition();

  private Position written;
  private End durable;
  private boolean forcing;
  private @Nullable LogException failure;

  /** How far may be read: up to a sequence, and where its segment's durable part ends. */
  record End(long sequence, Segments.@Nullable Extent extent) {}

  private FilePartition(Partition partition, Segments segments, Position end) {
    this.partition = partition;
    this.segments = segments;
    this.written = end;
    this.durable = new End(end.sequence(), segments.extent());
  }

  static FilePartition open(FileLayer layer, Path folder, Partition partition, long segmentBytes) {
    try {
      Recovery.Found found = new Recovery(layer, folder, partition).run();
      Segments segments = new Segments(layer, folder, segmentBytes, found);
      return new FilePartition(partition, segments, found.end());
    } catch (IOException e) {
      throw failed(partition, "cannot be opened in " + folder, e);
    }
  }

  long append(long expectedLast, byte[] record) throws Conflict, Ambiguous {
    Envelope envelope = Envelope.decode(record);
    if (envelope.sequence() != expectedLast + 1) {
      throw new IllegalArgumentException(
          at(envelope.sequence()) + "such a record cannot be appended after " + expectedLast);
    }
    write(envelope);
    awaitDurable(envelope.sequence());
    return envelope.sequence();
  }

  /** The first half of an append: hands the record to the file. */
  void write(Envelope envelope) throws Conflict, Ambiguous {
    byte[] record = envelope.encoded();
    lock.lock();
    try {
      requireSuccessor(envelope);
      while (forcing && segments.needsSegment(record.length)) {
        changed.awaitUninterruptibly();
        requireSuccessor(envelope);
      }
      if (segments.needsSegment(record.length)) {
        beginSegment(envelope.sequence());
      }
      segments.write(durable.sequence, record);
      written = envelope.position();
    } catch (IOException e) {
      throw new Ambiguous(at(envelope.sequence()) + "not written whole", fail(e));
    } finally {
      lock.unlock();
    }
  }

  /** The second half: returns once the record is durable. */
  void awaitDurable(long sequence) throws Ambiguous {
    lock.lock();
    try {
      awaitForced(sequence);
      if (durable.sequence < sequence) {
        throw new Ambiguous(at(sequence) + "written, but not forced", failure);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A conflict is told only once what stands in the way is durable, so that it can be read. */
  private void requireSuccessor(Envelope envelope) throws Conflict {
    requireUsable();
    String problem =
        envelope.sequence() == written.sequence() + 1
            ? Verifier.problem(written, envelope)
            : "the log ends at " + written.sequence();
    if (problem != null) {
      awaitForced(written.sequence());
      requireUsable();
      throw new Conflict(at(envelope.sequence()) + problem);
    }
  }

  private void beginSegment(long sequence) {
    try {
      if (durable.sequence < written.sequence()) {
        forceNow();
      }
      segments.begin(sequence);
    } catch (IOException e) {
      throw fail(e);
    }
  }

  /** Forces under the lock; no other force may be under way. */
  private void forceNow() throws IOException {
    segments.file().force();
    durable = new End(written.sequence(), segments.extent());
    changed.signalAll();
  }

  /** Waits until {@code sequence} is durable, or never will be. */
  private void awaitForced(long sequence) {
    while (durable.sequence < sequence && failure == null) {
      if (forcing) {
        changed.awaitUninterruptibly();
      } else {
        forceForAll();
      }
    }
  }

  /** Forces all that is written by now. Leaves the lock meanwhile. */
  private void forceForAll() {
    End reached = new End(written.sequence(), segments.extent());
    FileLayer.Handle file = segments.file();
    IOException trouble = null;
    boolean forced = false;
    forcing = true;
    lock.unlock();
    try {
      file.force();
      forced = true;
    } catch (IOException e) {
      trouble = e;
    } finally {
      lock.lock();
      forcing = false;
      if (!forced) {
        fail(trouble == null ? new IOException("the force was broken off") : trouble);
      } else if (failure == null) {
        durable = reached;
      }
      changed.signalAll();
    }
  }

  private LogException fail(IOException cause) {
    if (failure != null) {
      return failure;
    }
    LogException reason =
        failed(partition, "failed and accepts nothing more until the log is opened again", cause);
    LOG.error("{}", reason.getMessage(), cause);
    failure = reason;
    changed.signalAll();
    try {
      segments.cutTo(durable.extent);
    } catch (IOException e) {
      LOG.warn("partition {}: could not be cut after {}", partition, durable.sequence, e);
    }
    return reason;
  }

  /** Waits until there is more than {@code sequence}, and says how much; null once a tail ends. */
  @Nullable End awaitBeyond(long sequence, FileTail tail) {
    lock.lock();
    try {
      while (durable.sequence <= sequence && failure == null && !tail.isClosed()) {
        changed.awaitUninterruptibly();
      }
      if (tail.isClosed()) {
        return null;
      }
      requireUsable();
      return durable;
    } finally {
      lock.unlock();
    }
  }

  /** Lets tails look again whether they were closed. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A cursor from {@code from} to the durable end as it is now. */
  FileCursor read(long from) {
    lock.lock();
    try {
      requireUsable();
      if (from < segments.first() || from > durable.sequence + 1) {
        throw new LogException(
            at(from)
                + "not held; the log holds %d to %d".formatted(segments.first(), durable.sequence));
      }
      return new FileCursor(this, from, durable);
    } finally {
      lock.unlock();
    }
  }

  /** Where to look for a durable record. */
  Segment.Place locate(long sequence) {
    lock.lock();
    try {
      if (sequence < segments.first()) {
        throw new LogException(
            at(sequence) + "truncated meanwhile; the first held is " + segments.first());
      }
      return segments.locate(sequence);
    } finally {
      lock.unlock();
    }
  }

  FrameReader reader(Segment.Place place) throws IOException {
    return segments.reader(place);
  }

  long first() {
    lock.lock();
    try {
      requireUsable();
      return segments.first();
    } finally {
      lock.unlock();
    }
  }

  long last() {
    lock.lock();
    try {
      requireUsable();
      return durable.sequence;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Deletes segments of which every record is below {@code sequence}, but never the last record.
   */
  void truncateBelow(long sequence) {
    lock.lock();
    try {
      requireUsable();
      long below = Math.min(sequence, durable.sequence);
      if (below > segments.first()) {
        segments.deleteBelow(below);
      }
    } catch (IOException e) {
      throw failed(partition, "could not be truncated below " + sequence, e);
    } finally {
      lock.unlock();
    }
  }

  /** Serves those who wait, seals the file and ends the tails. */
  void close() {
    lock.lock();
    try (segments) {
      while (forcing) {
        changed.awaitUninterruptibly();
      }
      if (failure == null && written.sequence() > 0) {
        sealed();
      }
    } catch (IOException e) {
      throw failed(partition, "could not be closed", e);
    } finally {
      if (failure == null) {
        failure = new LogException("partition " + partition + ": the log was closed");
      }
      changed.signalAll();
      lock.unlock();
    }
  }

  /** What cannot be forced is cut off while the file is still open. */
  private void sealed() {
    try {
      forceNow();
      segments.seal(durable.sequence);
    } catch (IOException e) {
      throw fail(e);
    }
  }

  Partition partition() {
    return partition;
  }

  private void requireUsable() {
    if (failure != null) {
      throw new LogException(String.valueOf(failure.getMessage()), failure);
    }
  }

  private String at(long sequence) {
    return "partition " + partition + ", sequence " + sequence + ": ";
  }

  private static LogException failed(Partition partition, String what, IOException cause) {
    return new LogException("partition %s %s: %s".formatted(partition, what, cause), cause);
  }
}
