package dev.verge.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The segment files of one partition, the last of which is open to be written. Knows nothing of
 * what is durable and when; guarded by its partition's lock.
 */
final class Segments implements Closeable {
  /** Holds the first sequence still held, as text. Not there before the first truncation. */
  static final String FIRST = "first";

  private static final String FIRST_DRAFT = "first.new";

  private final FileLayer layer;
  private final Path folder;
  private final long segmentBytes;
  private final TreeMap<Long, Segment> all;
  private long first;
  private @Nullable Active active;

  /** The last segment and its open file. */
  private record Active(Segment segment, FileLayer.Handle file) {}

  Segments(FileLayer layer, Path folder, long segmentBytes, Recovery.Found found)
      throws IOException {
    this.layer = layer;
    this.folder = folder;
    this.segmentBytes = segmentBytes;
    this.all = found.segments();
    this.first = found.first();
    if (!all.isEmpty()) {
      Segment last = all.lastEntry().getValue();
      this.active = new Active(last, layer.open(last.file()));
    }
  }

  /** The lowest sequence held; 1 if there is none. */
  long first() {
    return first;
  }

  /** How far the last segment is written; null if there is none. */
  @Nullable Extent extent() {
    return active == null ? null : new Extent(active.segment, active.segment.end());
  }

  /** A segment up to an offset. */
  record Extent(Segment segment, long offset) {}

  /** Whether a record of that size must go to a new segment. */
  boolean needsSegment(int recordBytes) {
    return active == null
        || (active.segment.count() > 0
            && active.segment.end() + Frame.HEADER_BYTES + recordBytes > segmentBytes);
  }

  /** Begins a segment whose first record will be {@code sequence}. The one before is forced. */
  void begin(long sequence) throws IOException {
    Active before = active;
    if (before == null) {
      layer.createFolders(folder);
      layer.forceFolder(folder.resolveSibling(""));
    }
    Segment segment = new Segment(folder, sequence);
    FileLayer.Handle file = layer.create(segment.file());
    try {
      layer.forceFolder(folder);
    } catch (IOException e) {
      file.close();
      throw e;
    }
    all.put(sequence, segment);
    active = new Active(segment, file);
    if (before != null) {
      before.file.close();
    }
  }

  /** Writes the next record. When that fails, nothing is noted. */
  void write(long forced, byte[] record) throws IOException {
    Active to = active();
    byte[] frame = Frame.encode(forced, record);
    long offset = to.segment.end();
    to.file.write(offset, frame, 0, frame.length);
    to.segment.add(offset, offset + frame.length);
  }

  /** The last segment's file, to be forced outside the lock. */
  FileLayer.Handle file() {
    return active().file;
  }

  /** Makes the file end at {@code extent}: what was written behind it is not to be found again. */
  void cutTo(@Nullable Extent extent) throws IOException {
    if (active != null) {
      long end = extent == null || extent.segment != active.segment ? 0 : extent.offset;
      active.file.truncate(end);
    }
  }

  /** Notes in the file that all up to {@code forced} is durable. */
  void seal(long forced) throws IOException {
    Active last = active();
    byte[] seal = Frame.seal(forced);
    last.file.write(last.segment.end(), seal, 0, seal.length);
    last.file.force();
  }

  /** Where to look for a record that is held. */
  Segment.Place locate(long sequence) {
    return all.floorEntry(sequence).getValue().near(sequence);
  }

  FrameReader reader(Segment.Place place) throws IOException {
    return new FrameReader(layer.open(place.segment().file()), place.offset());
  }

  /** Deletes the segments that end below {@code sequence}, which is held. */
  void deleteBelow(long sequence) throws IOException {
    long kept = all.floorKey(sequence);
    if (kept <= first) {
      return;
    }
    remember(kept);
    first = kept;
    SequencedMap<Long, Segment> below = all.headMap(kept);
    for (Segment segment : below.values()) {
      layer.delete(segment.file());
    }
    below.clear();
    layer.forceFolder(folder);
  }

  /** Durable before anything is deleted, so that a lost segment is told from a deleted one. */
  private void remember(long newFirst) throws IOException {
    Path draft = folder.resolve(FIRST_DRAFT);
    if (layer.list(folder).contains(FIRST_DRAFT)) {
      layer.delete(draft);
    }
    byte[] text = Long.toString(newFirst).getBytes(StandardCharsets.US_ASCII);
    try (FileLayer.Handle file = layer.create(draft)) {
      file.write(0, text, 0, text.length);
      file.force();
    }
    layer.replace(draft, folder.resolve(FIRST));
    layer.forceFolder(folder);
  }

  private Active active() {
    if (active == null) {
      throw new IllegalStateException("no segment was begun in " + folder);
    }
    return active;
  }

  @Override
  public void close() throws IOException {
    if (active != null) {
      active.file.close();
    }
  }
}
