package dev.verge.log;

import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One file of a partition: the records from {@code first} on, up to where the next segment begins.
 * Remembers where every {@value #STRIDE}th record starts. Guarded by its partition's lock.
 */
final class Segment {
  private static final int STRIDE = 128;
  private static final String SUFFIX = ".segment";

  private final Path file;
  private final long first;
  private long[] marks = new long[16];
  private long count;
  private long end;

  Segment(Path folder, long first) {
    this.file = folder.resolve("%020d%s".formatted(first, SUFFIX));
    this.first = first;
  }

  /** The first sequence in the segment of that file name, or null if it is no segment's. */
  static @Nullable Long firstOf(String name) {
    return name.matches("0\\d{19}\\" + SUFFIX)
        ? Long.valueOf(name.substring(0, name.length() - SUFFIX.length()))
        : null;
  }

  Path file() {
    return file;
  }

  long first() {
    return first;
  }

  /** How many records it holds. */
  long count() {
    return count;
  }

  /** Where the next frame goes, in bytes. */
  long end() {
    return end;
  }

  /** Notes that the next record stands at {@code offset} and ends at {@code newEnd}. */
  void add(long offset, long newEnd) {
    if (count % STRIDE == 0) {
      int index = (int) (count / STRIDE);
      if (index == marks.length) {
        marks = Arrays.copyOf(marks, index * 2);
      }
      marks[index] = offset;
    }
    count++;
    end = newEnd;
  }

  /** Notes that the file goes on to {@code newEnd} without another record. */
  void extend(long newEnd) {
    end = newEnd;
  }

  /** A place at or a little before {@code sequence}, which must be in the segment. */
  Place near(long sequence) {
    int index = (int) ((sequence - first) / STRIDE);
    return new Place(this, first + (long) index * STRIDE, marks[index]);
  }

  /** Where a record starts. */
  record Place(Segment segment, long sequence, long offset) {}

  @Override
  public String toString() {
    return file.toString();
  }
}
