package dev.verge.log;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * One record as it stands in the log, with all that is needed to check it.
 *
 * <pre>
 * offset bytes
 *      0     4  magic "VRGE"
 *      4     1  version, 1
 *      5     1  kind: 1 EPOCH, 2 DATA
 *      6     8  incarnation
 *     14     8  epoch
 *     22     8  sequence
 *     30    32  SHA-256 of the whole previous record; zeros before the first
 *     62     4  length of the payload
 *     66     n  payload
 *   66+n     4  CRC32C (RFC 3720) of everything before it
 * </pre>
 *
 * Big-endian. The checksum finds accidents within a record; the hash of the previous record makes
 * the order and every byte before it part of each record, so that a fork cannot go unnoticed.
 *
 * <p>Immutable and thread-safe as long as the arrays it gives are only read.
 */
public final class Envelope {
  /** The largest whole record. */
  public static final int MAX_RECORD_BYTES = 32 << 20;

  /** What an envelope adds to its payload. */
  public static final int OVERHEAD_BYTES = 70;

  /** The largest payload. */
  public static final int MAX_PAYLOAD_BYTES = MAX_RECORD_BYTES - OVERHEAD_BYTES;

  private static final int MAGIC = 0x56524745;
  private static final byte VERSION = 1;
  private static final int PREVIOUS_AT = 30;
  private static final int LENGTH_AT = 62;
  private static final int PAYLOAD_AT = 66;
  private static final int CRC_BYTES = 4;

  /** What a record is to the log. Its meaning to a view is in the payload. */
  public enum Kind {
    /** Begins a writer's term. The payload only makes it unlike any other writer's. */
    EPOCH,
    /** Carries a payload for the views. */
    DATA
  }

  private final byte[] encoded;
  private final Kind kind;
  private final Position position;

  private Envelope(byte[] encoded, Kind kind) {
    ByteBuffer fields = ByteBuffer.wrap(encoded);
    this.encoded = encoded;
    this.kind = kind;
    this.position =
        new Position(fields.getLong(6), fields.getLong(14), fields.getLong(22), sha256(encoded));
  }

  /** The record that follows {@code previous} in the same incarnation. */
  static Envelope following(Position previous, Kind kind, long epoch, byte[] payload) {
    return create(previous.incarnation(), previous, kind, epoch, payload);
  }

  /** The first record of a new log. */
  static Envelope first(long incarnation, byte[] payload) {
    return create(incarnation, Position.START, Kind.EPOCH, 1, payload);
  }

  private static Envelope create(
      long incarnation, Position previous, Kind kind, long epoch, byte[] payload) {
    if (payload.length > MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          "a payload of %d bytes: at most %d fit in a record; split it"
              .formatted(payload.length, MAX_PAYLOAD_BYTES));
    }
    byte[] encoded = new byte[payload.length + OVERHEAD_BYTES];
    ByteBuffer out =
        ByteBuffer.wrap(encoded)
            .putInt(MAGIC)
            .put(VERSION)
            .put(kind == Kind.EPOCH ? (byte) 1 : (byte) 2)
            .putLong(incarnation)
            .putLong(epoch)
            .putLong(previous.sequence() + 1)
            .put(previous.hash())
            .putInt(payload.length)
            .put(payload);
    out.putInt(crc(encoded, 0, out.position()));
    return new Envelope(encoded, kind);
  }

  /**
   * Decodes and checks one whole record, which must not be changed afterwards.
   *
   * @throws IllegalArgumentException if it is none; the message says in which respect
   */
  public static Envelope decode(byte[] record) {
    if (record.length < OVERHEAD_BYTES || record.length > MAX_RECORD_BYTES) {
      throw new IllegalArgumentException("a record cannot have " + record.length + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(record);
    if (in.getInt(0) != MAGIC) {
      throw new IllegalArgumentException(
          "not a record: it starts with %08x".formatted(in.getInt(0)));
    }
    if (in.get(4) != VERSION) {
      throw new IllegalArgumentException(
          "a record of version %d; this release reads version %d".formatted(in.get(4), VERSION));
    }
    if (in.getInt(LENGTH_AT) != record.length - OVERHEAD_BYTES) {
      throw new IllegalArgumentException(
          "a payload said to have %d bytes in a record of %d"
              .formatted(in.getInt(LENGTH_AT), record.length));
    }
    int crc = crc(record, 0, record.length - CRC_BYTES);
    if (in.getInt(record.length - CRC_BYTES) != crc) {
      throw new IllegalArgumentException("the checksum does not match the record");
    }
    Kind kind =
        switch (in.get(5)) {
          case 1 -> Kind.EPOCH;
          case 2 -> Kind.DATA;
          default -> throw new IllegalArgumentException("a record of kind " + in.get(5));
        };
    if (in.getLong(14) < 1 || in.getLong(22) < 1) {
      throw new IllegalArgumentException(
          "a record with epoch %d and sequence %d".formatted(in.getLong(14), in.getLong(22)));
    }
    return new Envelope(record, kind);
  }

  /** The whole record, as it is appended. Not a copy. */
  public byte[] encoded() {
    return encoded;
  }

  public Kind kind() {
    return kind;
  }

  public long incarnation() {
    return position.incarnation();
  }

  public long epoch() {
    return position.epoch();
  }

  public long sequence() {
    return position.sequence();
  }

  /** The hash of the record before this one; zeros in the first. A copy. */
  public byte[] previous() {
    return Arrays.copyOfRange(encoded, PREVIOUS_AT, LENGTH_AT);
  }

  /** SHA-256 of this whole record. Not a copy. */
  public byte[] hash() {
    return position.hash();
  }

  /** What the writer appended. A copy. */
  public byte[] payload() {
    return Arrays.copyOfRange(encoded, PAYLOAD_AT, encoded.length - CRC_BYTES);
  }

  /** Where a view stands that has applied this record. */
  public Position position() {
    return position;
  }

  /** Whether the hash of the previous record in this one is that of {@code before}. */
  boolean follows(Position before) {
    byte[] hash = before.hash();
    return Arrays.equals(encoded, PREVIOUS_AT, LENGTH_AT, hash, 0, hash.length);
  }

  @Override
  public String toString() {
    return kind + " " + position + " of " + encoded.length + " bytes";
  }

  static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
