package dev.verge.data.sql;

import dev.verge.log.Envelope;
import dev.verge.log.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One dataset's database at this location, as a replica has it: records are applied to it in order,
 * and their position is in it with their rows.
 *
 * <p>The files are named by generation. A view that is replaced (by a snapshot, or because the log
 * was made anew) gets the next generation, so that readers of the old one go on undisturbed: SQLite
 * removes side files by name when a database is closed. The highest generation counts at start.
 *
 * <p>Written by the dataset's thread only; {@link #readers} and {@link #applied} are for all.
 */
final class View implements AutoCloseable {
  private static final String SUFFIX = ".db";

  private final Path folder;
  private final Path file;
  private final SqlLimits limits;
  private final Applied applied;
  private final ReaderPool readers;
  private volatile int schemaVersion;
  private Sqlite db;
  private Applier applier;
  private Position position;
  private long bytesCommitted;

  private View(Path folder, long generation, SqlLimits limits, Applied applied) {
    this.folder = folder;
    this.file = folder.resolve(generation + SUFFIX);
    this.limits = limits;
    this.applied = applied;
    this.db = openReplica(file);
    this.applier = new Applier(db);
    this.position = OwnTables.position(db);
    this.readers = new ReaderPool(file, limits, () -> schemaVersion);
  }

  /** Opens the newest generation in a folder, or makes the first; removes older ones. */
  static View open(Path folder, SqlLimits limits, Applied applied) {
    try {
      Files.createDirectories(folder);
      long newest = newest(folder).orElse(1L);
      removeBut(folder, newest);
      return new View(folder, newest, limits, applied);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + folder, e);
    }
  }

  /**
   * Opens the next generation: from a database file, which is moved, or empty. This view stays as
   * it is, to be closed by the caller.
   */
  View successor(Optional<Path> database) {
    try {
      long next = newest(folder).orElse(0L) + 1;
      if (database.isPresent()) {
        Snapshots.force(database.get());
        Files.move(database.get(), folder.resolve(next + SUFFIX));
        Snapshots.force(folder);
      }
      return new View(folder, next, limits, applied);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make another view in " + folder, e);
    }
  }

  Path file() {
    return file;
  }

  Path folder() {
    return folder;
  }

  /** The connection that writes. */
  Sqlite db() {
    return db;
  }

  ReaderPool readers() {
    return readers;
  }

  Position position() {
    return position;
  }

  /** Applies records, which must follow the position, in one transaction. */
  void apply(List<Envelope> records) {
    if (records.isEmpty()) {
      return;
    }
    boolean schema = false;
    long bytes = 0;
    db.run("BEGIN IMMEDIATE");
    try {
      for (Envelope record : records) {
        schema |= record.kind() == Envelope.Kind.DATA && applier.apply(record.payload());
        bytes += record.encoded().length;
      }
      commit(records.getLast().position(), bytes, schema);
    } catch (RuntimeException e) {
      applier.forget();
      if (db.inTransaction()) {
        db.run("ROLLBACK");
      }
      throw new BrokenView(
          "%s: records %d to %d cannot be applied: %s"
              .formatted(
                  file,
                  records.getFirst().sequence(),
                  records.getLast().sequence(),
                  e.getMessage()),
          e);
    }
  }

  /**
   * Commits the open transaction, which has brought the database to this position.
   *
   * @param bytes of the records
   */
  void commit(Position now, long bytes, boolean schemaChanged) {
    OwnTables.position(db, now);
    if (schemaChanged) {
      changeSchemaVersion();
    }
    try {
      db.run("COMMIT");
    } finally {
      if (schemaChanged) {
        changeSchemaVersion();
      }
    }
    position = now;
    bytesCommitted += bytes;
    applied.set(now);
  }

  /** Payload bytes committed since this view was opened. */
  long bytesCommitted() {
    return bytesCommitted;
  }

  /** Tells readers how far this view is, once it is the one that they read. */
  void announce() {
    applied.set(position);
  }

  /**
   * Opens the writing connection anew, as a replica's, after whatever happened to it: nothing that
   * is not committed is left, nor triggers, nor foreign keys.
   */
  void reopen() {
    db.close();
    db = openReplica(file);
    applier = new Applier(db);
    position = OwnTables.position(db);
    applied.set(position);
  }

  @Override
  public void close() {
    readers.close();
    db.close();
  }

  /** Removes the files of a view that is closed. */
  void remove() {
    try {
      removeGeneration(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file, e);
    }
  }

  private synchronized void changeSchemaVersion() {
    schemaVersion++;
  }

  private static Sqlite openReplica(Path file) {
    Sqlite db = Sqlite.writer(file);
    try {
      db.run("BEGIN IMMEDIATE");
      OwnTables.create(db);
      Triggers.drop(db);
      db.run("COMMIT");
      return db;
    } catch (RuntimeException e) {
      db.close();
      throw e;
    }
  }

  private static Optional<Long> newest(Path folder) throws IOException {
    return generations(folder).stream().map(View::number).max(Long::compare);
  }

  private static void removeBut(Path folder, long kept) throws IOException {
    for (Path file : generations(folder)) {
      if (number(file) != kept) {
        removeGeneration(file);
      }
    }
  }

  private static void removeGeneration(Path file) throws IOException {
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
    }
  }

  private static List<Path> generations(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(
          files.filter(file -> file.getFileName().toString().matches("[0-9]{1,18}\\.db")).toList());
    }
  }

  private static long number(Path file) {
    String name = file.getFileName().toString();
    return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
  }
}
