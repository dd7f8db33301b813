package dev.verge.data.sql;

import dev.verge.Problem;
import dev.verge.log.Envelope;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Transactions whose record was appended without an answer, or whose commit failed after it. The
 * record that stands at their sequence once a later term has begun decides.
 */
record InDoubt(long sequence, byte[] payload, List<Outcome> outcomes) {
  /** Decides, given any record at or after the sequence; false if it is one before. */
  boolean settle(Envelope record) {
    if (record.sequence() < sequence) {
      return false;
    }
    boolean mine =
        record.sequence() == sequence
            && record.kind() == Envelope.Kind.DATA
            && Arrays.equals(record.payload(), payload);
    for (Outcome outcome : outcomes) {
      if (mine) {
        outcome.committed(record.position());
      } else {
        outcome.failed(
            Problem.unavailable("the write was not carried out, try again", Duration.ofSeconds(1)));
      }
    }
    return true;
  }
}
