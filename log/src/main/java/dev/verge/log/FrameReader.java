package dev.verge.log;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of one segment file, in order, from an offset up to a limit. Checks frames, not
 * records. Nothing at or above the limit is ever read, not even into the buffer: it may be half
 * written. Not thread-safe.
 */
final class FrameReader implements Closeable {
  private static final int BUFFER_BYTES = 64 << 10;

  private final FileLayer.Handle file;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private long bufferAt;
  private int buffered;
  private long offset;
  private long limit;

  /** Reads from {@code offset} on, once a limit is set. */
  FrameReader(FileLayer.Handle file, long offset) {
    this.file = file;
    this.offset = offset;
    this.limit = offset;
  }

  /** Allows to read up to {@code limit}. */
  void raise(long limit) {
    this.limit = Math.max(this.limit, limit);
  }

  /** The whole file's size now: the limit for a segment that no longer grows. */
  long size() throws IOException {
    return file.size();
  }

  /** Where the next frame starts. */
  long offset() {
    return offset;
  }

  /**
   * The next record, or null at the limit.
   *
   * @throws BrokenFrame what stands at {@link #offset} is no whole frame; the offset stays
   */
  byte @Nullable [] next() throws IOException {
    while (offset < limit) {
      if (limit - offset < Frame.HEADER_BYTES) {
        throw new BrokenFrame("half a frame at the end");
      }
      byte[] header = new byte[Frame.HEADER_BYTES];
      copy(offset, header);
      Frame frame = Frame.decode(header, 0);
      if (frame == null) {
        throw new BrokenFrame("no frame");
      }
      long recordAt = offset + Frame.HEADER_BYTES;
      if (limit - recordAt < frame.length()) {
        throw new BrokenFrame("half a record at the end");
      }
      byte[] record = new byte[frame.length()];
      copy(recordAt, record);
      offset = recordAt + frame.length();
      if (!frame.isSeal()) {
        return record;
      }
    }
    return null;
  }

  private void copy(long at, byte[] target) throws IOException {
    if (target.length > BUFFER_BYTES) {
      requireAll(target.length, file.read(at, target, 0, target.length));
      return;
    }
    if (at < bufferAt || at + target.length > bufferAt + buffered) {
      bufferAt = at;
      buffered = file.read(at, buffer, 0, (int) Math.min(BUFFER_BYTES, limit - at));
      requireAll(target.length, Math.min(buffered, target.length));
    }
    System.arraycopy(buffer, (int) (at - bufferAt), target, 0, target.length);
  }

  private static void requireAll(int due, int read) throws IOException {
    if (read < due) {
      throw new BrokenFrame("the file is shorter than it was");
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** No whole frame stands where one was looked for. */
  static final class BrokenFrame extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenFrame(String message) {
      super(message);
    }
  }
}
