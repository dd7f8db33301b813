package dev.verge.log;

import org.jspecify.annotations.Nullable;

/**
 * Checks that records follow one another. Every reader holds one, fails closed on what does not
 * follow, and so never applies a record that is not the successor of what it has applied.
 *
 * <p>A record follows when its sequence is one higher, it is of the same incarnation, it names the
 * hash of the record before, and its epoch is the current one (DATA) or one higher (EPOCH). A first
 * record has sequence 1, names a hash of zeros and begins epoch 1.
 *
 * <p>Not thread-safe.
 */
public final class Verifier {
  private final Partition partition;
  private @Nullable Position position;

  private Verifier(Partition partition, @Nullable Position position) {
    this.partition = partition;
    this.position = position;
  }

  /**
   * Goes on from what the reader remembers: the next record must be the one that follows {@code
   * position}; {@link Position#START} when nothing was applied yet.
   */
  public static Verifier from(Partition partition, Position position) {
    return new Verifier(partition, position);
  }

  /** Trusts the first record that it is given, and checks from there. */
  public static Verifier joining(Partition partition) {
    return new Verifier(partition, null);
  }

  /**
   * Checks the next record and steps onto it.
   *
   * @throws LogException naming partition and sequence if it is damaged or does not follow; the
   *     verifier stays where it was
   */
  public Envelope next(Log.Entry entry) {
    Envelope envelope;
    try {
      envelope = Envelope.decode(entry.record());
    } catch (IllegalArgumentException e) {
      throw new LogException(at(entry.sequence()) + "damaged: " + e.getMessage(), e);
    }
    accept(entry.sequence(), envelope);
    return envelope;
  }

  /** Checks a record that was decoded before, and steps onto it. */
  void accept(long sequence, Envelope envelope) {
    if (envelope.sequence() != sequence) {
      throw new LogException(
          at(sequence) + "the record there says it is sequence " + envelope.sequence());
    }
    String problem = position == null ? null : problem(position, envelope);
    if (problem != null) {
      throw new LogException(at(sequence) + problem);
    }
    position = envelope.position();
  }

  /** The last record that was found right; null only while joining. */
  public @Nullable Position position() {
    return position;
  }

  private String at(long sequence) {
    return "partition " + partition + ", sequence " + sequence + ": ";
  }

  /** Why {@code next} does not follow {@code last}, or null if it does. */
  static @Nullable String problem(Position last, Envelope next) {
    if (next.sequence() != last.sequence() + 1) {
      return "a gap: it comes after sequence " + last.sequence();
    }
    if (!last.isStart() && next.incarnation() != last.incarnation()) {
      return "it is of incarnation %016x, not %016x: the log was made anew or restored"
          .formatted(next.incarnation(), last.incarnation());
    }
    if (next.epoch() < last.epoch()) {
      return "its epoch " + next.epoch() + " is over: the log is in epoch " + last.epoch();
    }
    long due = next.kind() == Envelope.Kind.EPOCH ? last.epoch() + 1 : last.epoch();
    if (next.epoch() != due) {
      return "a %s record of epoch %d where epoch %d was due"
          .formatted(next.kind(), next.epoch(), due);
    }
    return next.follows(last)
        ? null
        : "it does not follow the record before (the hash differs): the log has forked";
  }
}
