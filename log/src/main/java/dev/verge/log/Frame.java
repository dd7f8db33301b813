package dev.verge.log;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What stands before each record in a segment file.
 *
 * <pre>
 * offset bytes
 *      0     4  magic "VFR1"
 *      4     4  length of the record that follows; 0 for a seal, which has none
 *      8     8  forced: the highest sequence that was durable when this was written
 *     16     4  CRC32C of everything before it
 * </pre>
 *
 * <p>{@code forced} is what tells a torn tail from damage. A crash may keep a later page and lose
 * an earlier one, so a broken record with whole ones behind it is nothing unusual, as long as none
 * of them had been forced. But a frame that says a broken record was durable before it was written
 * proves that something else than a crash has happened. A seal is written when the log is closed,
 * so that after a clean end the last records are proven too.
 *
 * @param length of the record, in bytes
 */
record Frame(int length, long forced) {
  static final int HEADER_BYTES = 20;
  static final byte FIRST_BYTE = 0x56;
  private static final int MAGIC = 0x56465231;
  private static final int CRC_AT = 16;

  boolean isSeal() {
    return length == 0;
  }

  /** The frame and the record in one array. */
  static byte[] encode(long forced, byte[] record) {
    byte[] bytes = new byte[HEADER_BYTES + record.length];
    ByteBuffer out = ByteBuffer.wrap(bytes).putInt(MAGIC).putInt(record.length).putLong(forced);
    out.putInt(Envelope.crc(bytes, 0, CRC_AT)).put(record);
    return bytes;
  }

  static byte[] seal(long forced) {
    return encode(forced, new byte[0]);
  }

  /** The frame whose header stands there, or null if none does. */
  static @Nullable Frame decode(byte[] bytes, int offset) {
    ByteBuffer in = ByteBuffer.wrap(bytes, offset, HEADER_BYTES).slice();
    int length = in.getInt(4);
    boolean sound =
        in.getInt(0) == MAGIC
            && in.getInt(CRC_AT) == Envelope.crc(bytes, offset, CRC_AT)
            && (length == 0
                || (length >= Envelope.OVERHEAD_BYTES && length <= Envelope.MAX_RECORD_BYTES));
    return sound ? new Frame(length, in.getLong(8)) : null;
  }
}
