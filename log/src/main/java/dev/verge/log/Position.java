package dev.verge.log;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A place in one partition's history: the last record that a view has applied or a writer has in
 * the log. It is what a view keeps with its data, in the same transaction, so that the record which
 * comes next can be checked to follow from it. The array is not copied: treat it as read-only.
 *
 * @param incarnation the identity of the partition's log; 0 at {@link #START}
 * @param epoch the writer's term of that record; 0 at {@link #START}
 * @param sequence that record's sequence; 0 at {@link #START}
 * @param hash SHA-256 of that whole record, {@value #HASH_BYTES} bytes; zeros at {@link #START}
 */
public record Position(long incarnation, long epoch, long sequence, byte[] hash) {
  /** The length of a record's hash. */
  public static final int HASH_BYTES = 32;

  /** Before the first record: where the view of an empty or not yet read log stands. */
  public static final Position START = new Position(0, 0, 0, new byte[HASH_BYTES]);

  public Position {
    if (hash.length != HASH_BYTES) {
      throw new IllegalArgumentException(
          "a position's hash has " + HASH_BYTES + " bytes, not " + hash.length);
    }
    if (sequence < 0 || epoch < 0 || (sequence == 0) != (epoch == 0)) {
      throw new IllegalArgumentException(
          "not a position: epoch " + epoch + ", sequence " + sequence);
    }
  }

  /** Whether nothing was read yet. */
  public boolean isStart() {
    return sequence == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Position that
        && incarnation == that.incarnation
        && epoch == that.epoch
        && sequence == that.sequence
        && Arrays.equals(hash, that.hash);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(sequence) * 31 + Arrays.hashCode(hash);
  }

  /** Incarnation, epoch, sequence and the hash's first bytes, for messages. */
  @Override
  public String toString() {
    return "%016x:%d:%d:%s"
        .formatted(incarnation, epoch, sequence, HexFormat.of().formatHex(hash, 0, 4));
  }
}
