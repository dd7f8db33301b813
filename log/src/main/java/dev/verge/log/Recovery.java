package dev.verge.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what a partition's folder holds after whatever ended the process before.
 *
 * <p>Everything is read and verified. A segment is begun only after the one before was forced, so
 * all but the last must be whole. In the last, what follows the last whole record is cut and said,
 * unless a frame behind it proves that it had been durable (see {@link Frame}): then, and wherever
 * else a record does not follow, opening fails and nothing is changed. What is found is forced
 * before it is given, for a killed process leaves records that were written and never forced.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  /** The segments by their first sequence, the first sequence held, and the last record. */
  record Found(TreeMap<Long, Segment> segments, long first, Position end) {}

  private final FileLayer layer;
  private final Path folder;
  private final Partition partition;
  private final TreeMap<Long, Segment> segments = new TreeMap<>();

  Recovery(FileLayer layer, Path folder, Partition partition) {
    this.layer = layer;
    this.folder = folder;
    this.partition = partition;
  }

  Found run() throws IOException {
    long first = first();
    boolean deleted = false;
    for (String name : layer.list(folder)) {
      Long start = Segment.firstOf(name);
      if (start != null && start < first) {
        layer.delete(folder.resolve(name)); // a truncation that did not come to its end
        deleted = true;
      } else if (start != null) {
        segments.put(start, new Segment(folder, start));
      }
    }
    if (deleted) {
      layer.forceFolder(folder);
    }
    if (segments.isEmpty() && first == 1) {
      return new Found(segments, first, Position.START);
    }
    if (segments.isEmpty() || segments.firstKey() != first) {
      throw new LogException(
          "partition %s: its first segment, %s, is missing"
              .formatted(partition, new Segment(folder, first)));
    }
    Verifier verifier =
        first == 1 ? Verifier.from(partition, Position.START) : Verifier.joining(partition);
    for (Segment segment : segments.values()) {
      scan(segment, verifier, segment == segments.lastEntry().getValue());
    }
    layer.forceFolder(folder);
    layer.forceFolder(folder.resolveSibling(""));
    Position end = verifier.position();
    if (end == null) {
      throw new LogException(
          "partition %s: sequence %d is missing in %s"
              .formatted(partition, first, segments.get(first)));
    }
    return new Found(segments, first, end);
  }

  private long first() throws IOException {
    if (!layer.list(folder).contains(Segments.FIRST)) {
      return 1;
    }
    byte[] text = new byte[20];
    int length;
    try (FileLayer.Handle file = layer.open(folder.resolve(Segments.FIRST))) {
      length = file.read(0, text, 0, text.length);
    }
    String first = new String(text, 0, length, StandardCharsets.US_ASCII);
    if (!first.matches("[1-9]\\d{0,18}")) {
      throw new LogException(
          "partition %s: %s holds no sequence"
              .formatted(partition, folder.resolve(Segments.FIRST)));
    }
    return Long.parseLong(first);
  }

  private void scan(Segment segment, Verifier verifier, boolean last) throws IOException {
    Position before = verifier.position();
    if (before != null && segment.first() != before.sequence() + 1) {
      throw new LogException(
          "partition %s, sequence %d: missing, the segment %s comes next"
              .formatted(partition, before.sequence() + 1, segment));
    }
    try (FileLayer.Handle file = layer.open(segment.file())) {
      long size = file.size();
      FrameReader reader = new FrameReader(file, 0);
      reader.raise(size);
      String broken = readAll(segment, verifier, reader);
      if (broken != null) {
        long sequence = segment.first() + segment.count();
        String where =
            "partition %s, sequence %d, %s at offset %d: %s"
                .formatted(partition, sequence, segment, segment.end(), broken);
        if (!last || wasForced(file, segment.end(), size, sequence)) {
          throw new LogException(
              where + ". It had been durable, so the file was damaged: restore it from a copy");
        }
        LOG.warn(
            "{}. A torn tail of {} bytes, never acknowledged, is cut", where, size - segment.end());
        file.truncate(segment.end());
      }
      if (last) {
        file.force();
      }
    }
  }

  /** Returns what is wrong after the last whole record, or null if the file ends with it. */
  private static @Nullable String readAll(Segment segment, Verifier verifier, FrameReader reader)
      throws IOException {
    while (true) {
      long offset = reader.offset();
      byte[] record;
      try {
        record = reader.next();
      } catch (FrameReader.BrokenFrame e) {
        segment.extend(reader.offset());
        return e.getMessage();
      }
      if (record == null) {
        segment.extend(reader.offset());
        return null;
      }
      Envelope envelope;
      try {
        envelope = Envelope.decode(record);
      } catch (IllegalArgumentException e) {
        segment.extend(offset);
        return e.getMessage();
      }
      verifier.accept(segment.first() + segment.count(), envelope);
      segment.add(offset, reader.offset());
    }
  }

  /** Whether a whole frame behind {@code from} says that {@code sequence} had been forced. */
  private static boolean wasForced(FileLayer.Handle file, long from, long size, long sequence)
      throws IOException {
    byte[] window = new byte[1 << 20];
    Frame broken = frameAt(file, from, size);
    long at = broken == null ? from + 1 : from + Frame.HEADER_BYTES + broken.length();
    while (at + Frame.HEADER_BYTES <= size) {
      int length = file.read(at, window, 0, window.length);
      int last = length - Frame.HEADER_BYTES;
      for (int i = 0; i <= last; i++) {
        Frame frame = window[i] == Frame.FIRST_BYTE ? Frame.decode(window, i) : null;
        if (frame != null && frame.forced() >= sequence) {
          return true;
        }
      }
      at += last + 1;
    }
    return false;
  }

  private static @Nullable Frame frameAt(FileLayer.Handle file, long at, long size)
      throws IOException {
    byte[] header = new byte[Frame.HEADER_BYTES];
    return at + header.length <= size && file.read(at, header, 0, header.length) == header.length
        ? Frame.decode(header, 0)
        : null;
  }
}
