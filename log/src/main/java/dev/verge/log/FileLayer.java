package dev.verge.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@link FileLog} needs of a file system, and nothing more, so that tests can put one beneath
 * it that loses at a crash what was not forced: bytes of files and entries of folders alike.
 *
 * <p>Thread-safe, except {@link Handle}. Interrupting a thread must not disturb its calls.
 */
interface FileLayer {
  /** Creates a file that must not exist. Its folder entry is durable after {@link #forceFolder}. */
  Handle create(Path file) throws IOException;

  /** Opens an existing file to read and write. */
  Handle open(Path file) throws IOException;

  /** The names in a folder; none if there is no such folder. */
  List<String> list(Path folder) throws IOException;

  /** Creates a folder and those above it where missing, durably. */
  void createFolders(Path folder) throws IOException;

  /** Deletes a file. Durable after {@link #forceFolder}. */
  void delete(Path file) throws IOException;

  /** Renames a file over another, atomically. Durable after {@link #forceFolder}. */
  void replace(Path from, Path to) throws IOException;

  /** Returns once the folder's entries are durable. */
  void forceFolder(Path folder) throws IOException;

  /**
   * Keeps a folder to this opener until the result is closed or the process ends in any way.
   *
   * @throws LogException somebody holds it; the message names the folder
   */
  Closeable lock(Path folder) throws IOException;

  /** An open file. Used by one thread at a time, except {@link #force}. */
  interface Handle extends Closeable {
    long size() throws IOException;

    /** Reads {@code length} bytes, fewer only at the file's end; returns how many. */
    int read(long at, byte[] bytes, int offset, int length) throws IOException;

    /** Writes all bytes, growing the file as needed. */
    void write(long at, byte[] bytes, int offset, int length) throws IOException;

    /** Cuts the file. Durable after {@link #force}. */
    void truncate(long size) throws IOException;

    /** Returns once all that was written before the call is durable. Allowed beside the others. */
    void force() throws IOException;
  }
}
