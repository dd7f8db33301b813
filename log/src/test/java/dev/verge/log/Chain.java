package dev.verge.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes records that follow one another, as a writer would, without appending them. */
public final class Chain {
  private Position end;

  private Chain(Position end) {
    this.end = end;
  }

  /** A new log's records: the next one begins epoch 1. */
  public static Chain start() {
    return new Chain(Position.START);
  }

  public static Chain after(Position end) {
    return new Chain(end);
  }

  /** The next EPOCH record. */
  public Envelope epoch(String identity) {
    byte[] payload = identity.getBytes(StandardCharsets.UTF_8);
    return step(
        end.isStart()
            ? Envelope.first(42, payload)
            : Envelope.following(end, Envelope.Kind.EPOCH, end.epoch() + 1, payload));
  }

  /** The next DATA record. */
  public Envelope data(byte[] payload) {
    return step(Envelope.following(end, Envelope.Kind.DATA, end.epoch(), payload));
  }

  public Envelope data(String payload) {
    return data(payload.getBytes(StandardCharsets.UTF_8));
  }

  public Envelope data(long payload) {
    return data(ByteBuffer.allocate(Long.BYTES).putLong(payload).array());
  }

  public Position end() {
    return end;
  }

  private Envelope step(Envelope next) {
    end = next.position();
    return next;
  }

  /** Appends {@code count} records, an EPOCH record first if the chain has none yet. */
  public List<Envelope> append(Log log, Partition p, int count) throws Conflict, Ambiguous {
    List<Envelope> appended = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Envelope next = end.isStart() ? epoch("chain") : data(end.sequence() + 1);
      log.append(p, next.sequence() - 1, next.encoded());
      appended.add(next);
    }
    return appended;
  }

  /** Everything from {@code from} on, verified from its first record. */
  public static List<Envelope> read(Log log, Partition p, long from) {
    Verifier verifier = from == 1 ? Verifier.from(p, Position.START) : Verifier.joining(p);
    List<Envelope> all = new ArrayList<>();
    try (Log.Cursor cursor = log.read(p, from)) {
      for (Log.Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
        all.add(verifier.next(entry));
      }
    }
    return all;
  }

  public static List<Long> sequences(List<Envelope> records) {
    return records.stream().map(Envelope::sequence).toList();
  }
}
