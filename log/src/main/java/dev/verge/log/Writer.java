package dev.verge.log;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of a partition, for the length of its term.
 *
 * <p><b>Why only one writer can succeed.</b> A log accepts a record only at its end: the append
 * names the end it expects, and the record names the hash of what stands there. A writer begins its
 * term by appending an EPOCH record, one epoch higher, and from then on expects only the end that
 * its own last acknowledged record made. It never looks at the log to learn a newer end. So let
 * writer B begin after writer A: B's EPOCH record stands at some sequence s, and A's last
 * acknowledged record below s. If A's next append was accepted, it stood where B's record stands,
 * or above it while expecting an end below it; the log refuses both. It does not matter how long A
 * was paused, or how late its append arrives: a lease or a clock plays no part in it.
 *
 * <p><b>When no answer comes</b> the record may or may not be in the log, or may arrive later. The
 * sequence after the expected end decides, and holds the same record for ever: this very record
 * stands there, then it is committed (also when a retry was told of a conflict: it met itself);
 * another does, then another writer has begun and this term is over; nothing does, then the same
 * bytes are sent again with the same expectation, so that at most one of the copies is accepted.
 * That two writers never take each other's record for their own, although they may begin the same
 * epoch at the same end, is why an EPOCH record carries random bytes.
 *
 * <p><b>When it is given up</b>, after the patience has passed, the writer is unusable: the record
 * may still arrive, so nothing can be said of the log's end until a new term begins.
 *
 * <p>Thread-safe. Appends are made one at a time.
 */
public final class Writer {
  /** How long an append without an answer is pursued before the writer gives up. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int IDENTITY_BYTES = 16;

  private final Log log;
  private final Partition partition;
  private final Duration patience;
  private final Position begun;
  private final ReentrantLock appending = new ReentrantLock();

  /** The record of the last acknowledgement. Written under the lock. */
  private volatile Position position;

  /** Why the term is over, if it is. Set once. */
  private volatile @Nullable String over;

  /** Why the writer cannot go on although nobody else is known to have begun. Set once. */
  private volatile @Nullable String givenUp;

  private Writer(Log log, Partition partition, Duration patience, Position begun) {
    this.log = log;
    this.partition = partition;
    this.patience = patience;
    this.begun = begun;
    this.position = begun;
  }

  /** Begins a term with the usual {@link #PATIENCE}. */
  public static Writer begin(Log log, Partition partition) throws Fenced, Ambiguous {
    return begin(log, partition, PATIENCE);
  }

  /**
   * Begins a term: appends an EPOCH record at the log's true end, and with it ends the term of
   * every earlier writer. A log that is empty gets its incarnation here.
   *
   * <p>A view that writes must first apply everything up to {@link #begun}.
   *
   * @param patience how long to try, here and in each append, before giving up
   * @throws Fenced another writer began in the same moment and won
   * @throws Ambiguous no answer within the patience: the term may have begun, and may not
   * @throws LogException the log cannot be read, or others appended faster than this could begin
   */
  public static Writer begin(Log log, Partition partition, Duration patience)
      throws Fenced, Ambiguous {
    byte[] identity = new byte[IDENTITY_BYTES];
    RANDOM.nextBytes(identity);
    long start = System.nanoTime();
    Position end = trueEnd(log, partition);
    while (true) {
      Envelope epoch =
          end.isStart()
              ? Envelope.first(newIncarnation(), identity)
              : Envelope.following(end, Envelope.Kind.EPOCH, end.epoch() + 1, identity);
      Pursuit pursuit = new Pursuit(log, partition, patience);
      Envelope other = pursuit.commit(epoch);
      if (other == null) {
        return new Writer(log, partition, patience, epoch.position());
      }
      if (other.epoch() >= epoch.epoch()) {
        throw new Fenced(
            "partition %s: another writer began epoch %d first"
                .formatted(partition, other.epoch()));
      }
      if (System.nanoTime() - start > patience.toNanos()) {
        throw new LogException(
            "partition %s: the writer of epoch %d appended faster than a new term could begin, for %s"
                .formatted(partition, other.epoch(), patience));
      }
      end = trueEnd(log, partition);
    }
  }

  /**
   * Appends one record and returns where it stands once it is durable.
   *
   * @param payload at most {@link Envelope#MAX_PAYLOAD_BYTES}
   * @throws Fenced the term is over; nothing of this append is in the log, now or later
   * @throws Ambiguous no answer within the patience: it may be in the log, or arrive there still.
   *     The writer is unusable from here on
   * @throws LogException the log refused before anything was appended, or the writer was given up
   *     earlier
   */
  public Position append(byte[] payload) throws Fenced, Ambiguous {
    appending.lock();
    try {
      requireTerm();
      Envelope next = Envelope.following(position, Envelope.Kind.DATA, position.epoch(), payload);
      Envelope other = new Pursuit(log, partition, patience).commit(next);
      if (other != null) {
        throw endTerm(other);
      }
      position = next.position();
      return position;
    } catch (Ambiguous e) {
      givenUp = e.getMessage();
      throw e;
    } finally {
      appending.unlock();
    }
  }

  /**
   * Asks the log whether this term still goes on: what was true here when the call was made was the
   * newest there is. Strong reads and probes are answered after it. Does not wait for appends.
   *
   * @throws Fenced a later writer has begun
   * @throws LogException the log cannot be asked, or the writer was given up
   */
  public void confirm() throws Fenced {
    requireTerm();
    Position acknowledged = position;
    Verifier verifier = Verifier.from(partition, acknowledged);
    try (Log.Cursor cursor = log.read(partition, acknowledged.sequence() + 1)) {
      for (Log.Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
        Envelope envelope = verifier.next(entry);
        if (envelope.epoch() != begun.epoch()) {
          throw endTerm(envelope);
        }
      }
    }
  }

  /** The number of this term. */
  public long epoch() {
    return begun.epoch();
  }

  /** The identity of the partition's log. */
  public long incarnation() {
    return begun.incarnation();
  }

  /** The EPOCH record that began this term: a view must have applied all up to it to write. */
  public Position begun() {
    return begun;
  }

  /** The last acknowledged record. */
  public Position position() {
    return position;
  }

  /** The sequence of the last acknowledged record. */
  public long last() {
    return position.sequence();
  }

  private void requireTerm() throws Fenced {
    if (over != null) {
      throw new Fenced(over);
    }
    if (givenUp != null) {
      throw new LogException("the writer was given up, begin a new term: " + givenUp);
    }
  }

  private Fenced endTerm(Envelope other) {
    String reason =
        "partition %s: the term of epoch %d is over, sequence %d is of epoch %d"
            .formatted(partition, begun.epoch(), other.sequence(), other.epoch());
    over = reason;
    return new Fenced(reason);
  }

  private static long newIncarnation() {
    long incarnation = RANDOM.nextLong();
    return incarnation == 0 ? 1 : incarnation;
  }

  private static Position trueEnd(Log log, Partition partition) {
    long last = log.last(partition);
    if (last == 0) {
      return Position.START;
    }
    Verifier verifier = Verifier.joining(partition);
    try (Log.Cursor cursor = log.read(partition, last)) {
      for (Log.Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
        verifier.next(entry);
      }
    }
    Position end = verifier.position();
    if (end == null) {
      throw new LogException(
          "partition %s: its end, sequence %d, cannot be read".formatted(partition, last));
    }
    return end;
  }
}
