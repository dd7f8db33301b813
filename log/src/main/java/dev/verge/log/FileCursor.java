package dev.verge.log;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a partition's durable records, verified. Has a file handle of its own. Not thread-safe. */
final class FileCursor implements Log.Cursor {
  private final FilePartition source;
  private final Verifier verifier;
  private FilePartition.End end;

  /** The sequence that is given next. */
  private long next;

  private Segment.@Nullable Place place;
  private @Nullable FrameReader reader;

  /** The sequence that the reader reads next: up to a stride below {@code next} at first. */
  private long at;

  FileCursor(FilePartition source, long from, FilePartition.End end) {
    this.source = source;
    this.verifier = Verifier.joining(source.partition());
    this.next = from;
    this.end = end;
  }

  /** Goes on to a later end. */
  void extend(FilePartition.End newEnd) {
    end = newEnd;
  }

  /** The sequence that is given next. */
  long position() {
    return next;
  }

  @Override
  public Log.@Nullable Entry next() {
    if (next > end.sequence()) {
      return null;
    }
    try {
      while (true) {
        byte[] record = readRecord();
        Log.Entry entry = new Log.Entry(at, record);
        verifier.next(entry);
        at++;
        if (entry.sequence() == next) {
          next++;
          return entry;
        }
      }
    } catch (IOException e) {
      throw new LogException(
          "partition %s, sequence %d: cannot be read: %s".formatted(source.partition(), next, e),
          e);
    }
  }

  private byte[] readRecord() throws IOException {
    byte[] record = reader == null || place == null ? null : readOn(reader, place.segment());
    if (record != null) {
      return record;
    }
    Segment.Place found = source.locate(next);
    if (place != null && found.segment() == place.segment()) {
      throw new FrameReader.BrokenFrame("missing in " + found.segment());
    }
    close();
    FrameReader opened = source.reader(found);
    place = found;
    reader = opened;
    at = found.sequence();
    record = readOn(opened, found.segment());
    if (record == null) {
      throw new FrameReader.BrokenFrame("missing in " + found.segment());
    }
    return record;
  }

  /** A segment that is not the last is durable as a whole. */
  private byte @Nullable [] readOn(FrameReader open, Segment segment) throws IOException {
    byte[] record = open.next();
    if (record != null) {
      return record;
    }
    Segments.Extent extent = end.extent();
    open.raise(extent != null && extent.segment() == segment ? extent.offset() : open.size());
    return open.next();
  }

  @Override
  public void close() {
    try {
      if (reader != null) {
        reader.close();
      }
    } catch (IOException e) {
      throw new LogException("partition " + source.partition() + ": " + e, e);
    }
  }
}
