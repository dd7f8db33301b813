package dev.verge.data;

/**
 * A point in one dataset's log that a view must have reached.
 *
 * @param incarnation the identity of the dataset's log; sequences of another cannot be compared
 * @param epoch the writer's term
 * @param sequence the record
 */
public record Mark(long incarnation, long epoch, long sequence) {
  /** The later of two; of different incarnations the other one, which was seen later. */
  Mark max(Mark other) {
    return other.incarnation != incarnation || other.sequence >= sequence ? other : this;
  }
}
