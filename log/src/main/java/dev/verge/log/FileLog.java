package dev.verge.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The embedded log: the partitions sited at one location, each in a folder of its own below one
 * folder, which belongs to one process at a time.
 *
 * <p>An append returns after a force of the file; one force serves all who wait for it. A partition
 * is opened, and verified from its first record, when it is first used. Blocks the calling thread;
 * interrupts are left pending. Thread-safe.
 *
 * <p>What it does not survive: a disk that lies about forcing, and damage that takes exactly the
 * records after the last force before a crash, which cannot be told from a torn tail. A replica
 * that had applied such a record notices, because the chain no longer follows for it.
 */
public final class FileLog implements Log {
  private static final long SEGMENT_BYTES = 64L << 20;

  private final FileLayer layer;
  private final Path folder;
  private final String site;
  private final long segmentBytes;
  private final Closeable folderLock;
  private final Map<String, FilePartition> partitions = new ConcurrentHashMap<>();
  private boolean closed;

  private FileLog(FileLayer layer, Path folder, String site, long segmentBytes) throws IOException {
    this.layer = layer;
    this.folder = folder;
    this.site = site;
    this.segmentBytes = segmentBytes;
    layer.createFolders(folder);
    this.folderLock = layer.lock(folder);
  }

  /**
   * Opens the log in {@code folder}, which is created if it is not there.
   *
   * @param site the location; partitions sited elsewhere are refused
   * @throws LogException the folder is in use (the message says by whom) or cannot be used
   */
  public static FileLog open(Path folder, String site) {
    return open(new Disk(), folder, site, SEGMENT_BYTES);
  }

  static FileLog open(FileLayer layer, Path folder, String site, long segmentBytes) {
    try {
      return new FileLog(layer, folder, site, segmentBytes);
    } catch (IOException e) {
      throw new LogException("the log folder " + folder + " cannot be used: " + e, e);
    }
  }

  @Override
  public long append(Partition p, long expectedLast, byte[] record) throws Conflict, Ambiguous {
    return partition(p).append(expectedLast, record);
  }

  @Override
  public Cursor read(Partition p, long from) {
    return partition(p).read(from);
  }

  @Override
  public Subscription tail(Partition p, long from, Consumer<? super Entry> sink) {
    FilePartition source = partition(p);
    return FileTail.start(source, source.read(from), sink);
  }

  @Override
  public long first(Partition p) {
    return partition(p).first();
  }

  @Override
  public long last(Partition p) {
    return partition(p).last();
  }

  @Override
  public void truncateBelow(Partition p, long seq) {
    partition(p).truncateBelow(seq);
  }

  /** Serves who waits, ends the tails and releases the folder. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    LogException trouble = null;
    for (FilePartition partition : partitions.values()) {
      try {
        partition.close();
      } catch (LogException e) {
        trouble = e;
      }
    }
    try {
      folderLock.close();
    } catch (IOException e) {
      throw new LogException("the log folder " + folder + " could not be released: " + e, e);
    }
    if (trouble != null) {
      throw trouble;
    }
  }

  private FilePartition partition(Partition p) {
    FilePartition open = partitions.get(p.name());
    return open != null && p.site().equals(site) ? open : openPartition(p);
  }

  private synchronized FilePartition openPartition(Partition p) {
    if (!p.site().equals(site)) {
      throw new LogException("partition " + p + " is not sited at " + site + ": ask its site");
    }
    if (closed) {
      throw new LogException("partition " + p + ": the log in " + folder + " was closed");
    }
    return partitions.computeIfAbsent(
        p.name(), name -> FilePartition.open(layer, folder.resolve(name), p, segmentBytes));
  }
}
