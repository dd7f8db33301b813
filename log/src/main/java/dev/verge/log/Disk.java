package dev.verge.log;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The machine's file system.
 *
 * <p>Files are {@link RandomAccessFile}s and not channels: a channel is closed, for everybody, when
 * a thread that uses it is interrupted.
 */
final class Disk implements FileLayer {
  private static final String LOCK = ".lock";

  /**
   * Folders locked by this process. They are looked up before the lock file is opened at all: POSIX
   * drops a process's lock when the process closes any descriptor of that file.
   */
  private static final Set<Path> HELD = new HashSet<>();

  @Override
  public Handle create(Path file) throws IOException {
    Files.createFile(file);
    return open(file);
  }

  @Override
  public Handle open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new FileNotFoundException(file + " is not there, or no file");
    }
    return new DiskHandle(new RandomAccessFile(file.toFile(), "rw"));
  }

  @Override
  public List<String> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.toFile().getName()).toList();
    }
  }

  @Override
  public void createFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      createFolders(parent);
    }
    Files.createDirectory(folder);
    if (parent != null) {
      forceFolder(parent);
    }
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.delete(file);
  }

  @Override
  public void replace(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Only a channel can force a folder; an interrupt closes it, so it is opened and forced again.
   */
  @Override
  public void forceFolder(Path folder) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
          channel.force(true);
          return;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public Closeable lock(Path folder) throws IOException {
    Path real = folder.toRealPath();
    synchronized (HELD) {
      if (HELD.contains(real)) {
        throw inUse(real, "this process");
      }
      Closeable lock = lockFile(real);
      HELD.add(real);
      return () -> {
        synchronized (HELD) {
          HELD.remove(real);
          lock.close();
        }
      };
    }
  }

  private static Closeable lockFile(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      FileLock lock = tryLock(channel);
      if (lock == null) {
        ByteBuffer holder = ByteBuffer.allocate(20);
        channel.read(holder, 0);
        String id = new String(holder.array(), 0, holder.position(), StandardCharsets.US_ASCII);
        throw inUse(folder, "process " + id.strip());
      }
      channel.truncate(0);
      String id = Long.toString(ProcessHandle.current().pid());
      channel.write(ByteBuffer.wrap(id.getBytes(StandardCharsets.US_ASCII)), 0);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another class loader of this process holds it
    }
  }

  private static LogException inUse(Path folder, String holder) {
    return new LogException(
        "the log folder "
            + folder
            + " is in use by "
            + holder
            + ": end that one, or choose another folder");
  }

  private record DiskHandle(RandomAccessFile file) implements Handle {
    @Override
    public long size() throws IOException {
      return file.length();
    }

    @Override
    public int read(long at, byte[] bytes, int offset, int length) throws IOException {
      file.seek(at);
      int done = 0;
      while (done < length) {
        int count = file.read(bytes, offset + done, length - done);
        if (count < 0) {
          break;
        }
        done += count;
      }
      return done;
    }

    @Override
    public void write(long at, byte[] bytes, int offset, int length) throws IOException {
      file.seek(at);
      file.write(bytes, offset, length);
    }

    @Override
    public void truncate(long size) throws IOException {
      file.setLength(size);
    }

    @Override
    public void force() throws IOException {
      file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
