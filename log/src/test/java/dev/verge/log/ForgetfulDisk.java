package dev.verge.log;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A disk in memory that forgets. What was not forced, bytes of files and entries of folders alike,
 * is lost at a {@link #crash} in one of several ways, among them such that later sectors survive
 * and earlier ones do not. A machine that crashed fails every call; the disk that {@link #crash}
 * returns is what the next one finds. Synchronized as a whole.
 */
final class ForgetfulDisk implements FileLayer {
  private static final int SECTOR = 512;
  private static final long FORCE_NANOS = 10_000;

  private final Map<Path, Inode> files = new HashMap<>();
  private final Map<Path, Inode> durableFiles = new HashMap<>();

  /** Changes of each folder that were not forced, in order. */
  private final Map<Path, List<Change>> changes = new HashMap<>();

  private final Set<Path> locked = new HashSet<>();
  private long callsUntilCrash = Long.MAX_VALUE;
  private boolean crashed;
  private int failingForces;
  private long forces;

  private interface Change {
    void apply(Map<Path, Inode> entries);
  }

  private record Write(long at, byte[] bytes) {}

  /** A file: what all see, what is durable, and the writes between the two. */
  private static final class Inode {
    byte[] seen = new byte[0];
    byte[] durable = new byte[0];
    final List<Write> unforced = new ArrayList<>();

    /** A write without bytes is a cut. */
    static byte[] apply(byte[] content, Write write) {
      if (write.bytes.length == 0) {
        return Arrays.copyOf(content, (int) write.at);
      }
      int end = (int) write.at + write.bytes.length;
      byte[] result = Arrays.copyOf(content, Math.max(end, content.length));
      System.arraycopy(write.bytes, 0, result, (int) write.at, write.bytes.length);
      return result;
    }

    void change(Write write) {
      seen = apply(seen, write);
      unforced.add(write);
    }
  }

  /** From now on the machine crashes at its {@code calls}th call. */
  synchronized void crashAfter(int calls) {
    callsUntilCrash = calls;
  }

  /**
   * The next forces report an error, and the pages count as clean afterwards: never to be written.
   */
  synchronized void failForces(int count) {
    failingForces = count;
  }

  synchronized long forces() {
    return forces;
  }

  synchronized boolean hasCrashed() {
    return crashed;
  }

  /** Ends this machine, and gives the disk that the next one finds. */
  synchronized ForgetfulDisk crash(Random random) {
    crashed = true;
    ForgetfulDisk next = new ForgetfulDisk();
    next.files.putAll(durableFiles);
    for (List<Change> unforced : changes.values()) {
      for (Change change : unforced.subList(0, random.nextInt(unforced.size() + 1))) {
        change.apply(next.files);
      }
    }
    int manner = random.nextInt(4);
    next.files.replaceAll((path, inode) -> survivor(inode, manner, random));
    next.durableFiles.putAll(next.files);
    return next;
  }

  /**
   * Ends this process, and gives the disk to the next one: the machine goes on, nothing is lost.
   */
  synchronized ForgetfulDisk kill() {
    crashed = true;
    ForgetfulDisk next = new ForgetfulDisk();
    next.files.putAll(files);
    next.durableFiles.putAll(durableFiles);
    next.changes.putAll(changes);
    return next;
  }

  private static Inode survivor(Inode before, int manner, Random random) {
    byte[] content = before.durable;
    int kept = random.nextInt(before.unforced.size() + 1);
    for (int i = 0; i < before.unforced.size(); i++) {
      Write write = before.unforced.get(i);
      content =
          switch (manner) {
            case 0 -> content; // nothing survives
            case 1 -> Inode.apply(content, write); // all does: the process was killed
            case 2 ->
                i < kept ? Inode.apply(content, write) : tornAt(i, kept, content, write, random);
            default -> sectors(content, write, random);
          };
    }
    Inode after = new Inode();
    after.seen = content;
    after.durable = content;
    return after;
  }

  /** The first write that does not survive whole leaves a part. */
  private static byte[] tornAt(int index, int kept, byte[] content, Write write, Random random) {
    if (index > kept || write.bytes.length == 0) {
      return content;
    }
    int length = random.nextInt(write.bytes.length);
    return length == 0
        ? content
        : Inode.apply(content, new Write(write.at, Arrays.copyOf(write.bytes, length)));
  }

  /** Each sector survives or not, by itself. */
  private static byte[] sectors(byte[] content, Write write, Random random) {
    if (write.bytes.length == 0) {
      return random.nextBoolean() ? Inode.apply(content, write) : content;
    }
    byte[] result = content;
    int from = 0;
    while (from < write.bytes.length) {
      int to = (int) Math.min(write.bytes.length, from + SECTOR - (write.at + from) % SECTOR);
      if (random.nextInt(3) > 0) {
        byte[] sector = Arrays.copyOfRange(write.bytes, from, to);
        result = Inode.apply(result, new Write(write.at + from, sector));
      }
      from = to;
    }
    return result;
  }

  private void call() throws IOException {
    if (!crashed && --callsUntilCrash < 0) {
      crashed = true;
    }
    if (crashed) {
      throw new IOException("the machine has crashed");
    }
  }

  private static Path key(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private void change(Path file, Change change) {
    change.apply(files);
    changes.computeIfAbsent(key(file.resolveSibling("")), folder -> new ArrayList<>()).add(change);
  }

  @Override
  public synchronized Handle create(Path file) throws IOException {
    call();
    if (files.containsKey(key(file))) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Inode inode = new Inode();
    change(file, entries -> entries.put(key(file), inode));
    return new OpenFile(inode);
  }

  @Override
  public synchronized Handle open(Path file) throws IOException {
    call();
    Inode inode = files.get(key(file));
    if (inode == null) {
      throw new FileNotFoundException(file.toString());
    }
    return new OpenFile(inode);
  }

  @Override
  public synchronized List<String> list(Path folder) throws IOException {
    call();
    return files.keySet().stream()
        .filter(file -> key(folder).equals(file.getParent()))
        .map(file -> file.toFile().getName())
        .toList();
  }

  @Override
  public synchronized void createFolders(Path folder) throws IOException {
    call();
  }

  @Override
  public synchronized void delete(Path file) throws IOException {
    call();
    if (!files.containsKey(key(file))) {
      throw new FileNotFoundException(file.toString());
    }
    change(file, entries -> entries.remove(key(file)));
  }

  @Override
  public synchronized void replace(Path from, Path to) throws IOException {
    call();
    Inode inode = files.get(key(from));
    if (inode == null) {
      throw new FileNotFoundException(from.toString());
    }
    change(
        to,
        entries -> {
          entries.remove(key(from));
          entries.put(key(to), inode);
        });
  }

  @Override
  public synchronized void forceFolder(Path folder) throws IOException {
    call();
    List<Change> unforced = changes.remove(key(folder));
    if (unforced != null) {
      unforced.forEach(change -> change.apply(durableFiles));
    }
  }

  @Override
  public synchronized Closeable lock(Path folder) throws IOException {
    call();
    if (!locked.add(key(folder))) {
      throw new LogException(folder + " is in use");
    }
    return () -> unlock(folder);
  }

  private synchronized void unlock(Path folder) {
    locked.remove(key(folder));
  }

  private final class OpenFile implements Handle {
    private final Inode inode;
    private boolean closed;

    OpenFile(Inode inode) {
      this.inode = inode;
    }

    private void use() throws IOException {
      call();
      if (closed) {
        throw new IOException("the file is closed");
      }
    }

    @Override
    public long size() throws IOException {
      synchronized (ForgetfulDisk.this) {
        use();
        return inode.seen.length;
      }
    }

    @Override
    public int read(long at, byte[] bytes, int offset, int length) throws IOException {
      synchronized (ForgetfulDisk.this) {
        use();
        int count = (int) Math.max(0, Math.min(length, inode.seen.length - at));
        System.arraycopy(inode.seen, (int) at, bytes, offset, count);
        return count;
      }
    }

    @Override
    public void write(long at, byte[] bytes, int offset, int length) throws IOException {
      synchronized (ForgetfulDisk.this) {
        use();
        inode.change(new Write(at, Arrays.copyOfRange(bytes, offset, offset + length)));
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (ForgetfulDisk.this) {
        use();
        inode.change(new Write(size, new byte[0]));
      }
    }

    /** Covers what was written before the call only, and lets others write meanwhile. */
    @Override
    public void force() throws IOException {
      int covered;
      synchronized (ForgetfulDisk.this) {
        use();
        covered = inode.unforced.size();
      }
      LockSupport.parkNanos(FORCE_NANOS);
      synchronized (ForgetfulDisk.this) {
        use();
        forces++;
        boolean fails = failingForces > 0;
        failingForces -= fails ? 1 : 0;
        int done = Math.min(covered, inode.unforced.size());
        for (Write write : inode.unforced.subList(0, done)) {
          inode.durable = fails ? inode.durable : Inode.apply(inode.durable, write);
        }
        inode.unforced.subList(0, done).clear();
        if (fails) {
          throw new IOException("the disk reports an error");
        }
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
