package dev.verge.data.sql;

import dev.verge.log.Position;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The snapshots that a primary keeps in a folder: {@code snapshot-SEQUENCE.db} with a manifest that
 * is written last, so that what has a manifest is whole and on disk. The newest two are kept,
 * because somebody may be fetching the older one. Thread-safe for readers; made by one thread.
 */
final class Snapshots {
  private static final int KEPT = 2;
  private static final String PREFIX = "snapshot-";
  private static final String MANIFEST = ".manifest";

  private final Path folder;

  Snapshots(Path folder) {
    this.folder = folder;
  }

  /** The newest, if there is one. */
  Optional<Snapshot> latest() throws IOException {
    return all().stream().findFirst();
  }

  /** The one at this sequence, if it is still kept. */
  Optional<Snapshot> at(long sequence) throws IOException {
    return all().stream().filter(s -> s.position().sequence() == sequence).findFirst();
  }

  /** Part of a snapshot's file; empty after its end. */
  static byte[] chunk(Snapshot snapshot, long offset, int length) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(snapshot.file().toFile(), "r")) {
      file.seek(offset);
      byte[] chunk = new byte[Math.clamp(snapshot.size() - offset, 0, length)];
      file.readFully(chunk);
      return chunk;
    }
  }

  /**
   * Copies a database that is in use, as it is at one moment, and keeps the copy.
   *
   * <p>By SQLite's backup and not by VACUUM INTO, which numbers the rows of tables without an
   * INTEGER PRIMARY KEY anew.
   */
  Snapshot make(Path database) throws IOException {
    Files.createDirectories(folder);
    Path part = folder.resolve("snapshot.part");
    Files.deleteIfExists(part);
    copy(database, part);
    Position position = seal(part);
    force(part);
    Path file = folder.resolve(PREFIX + position.sequence() + ".db");
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Snapshot snapshot = new Snapshot(position, Files.size(file), sha256(file), file);
    writeManifest(snapshot);
    for (Snapshot old : all().stream().skip(KEPT).toList()) {
      Files.deleteIfExists(manifest(old));
      Files.deleteIfExists(old.file());
    }
    return snapshot;
  }

  /**
   * Checks a file that was copied or fetched against what it should be.
   *
   * @throws BrokenView if it is not
   */
  static void verify(Snapshot snapshot) throws IOException {
    if (Files.size(snapshot.file()) != snapshot.size()
        || !Arrays.equals(sha256(snapshot.file()), snapshot.sha256())) {
      throw new BrokenView(snapshot.file() + " is not the snapshot that was made: wrong SHA-256");
    }
  }

  private static void copy(Path database, Path to) {
    try (Sqlite source = Sqlite.reader(database)) {
      // All pages in one step, so that commits in between do not start it again.
      int code = source.db().backup("main", to.toString(), (left, total) -> {}, 10, 100, -1);
      if (code != 0) {
        throw new BrokenView("the backup of " + database + " ended with SQLite's code " + code);
      }
    } catch (SQLException e) {
      throw new BrokenView("the backup of " + database + " failed: " + e.getMessage(), e);
    }
  }

  /** Makes the copy a file of its own, without side files, and checks that it is sound. */
  private static Position seal(Path part) {
    try (Sqlite copy = Sqlite.single(part)) {
      Object check = copy.one("PRAGMA quick_check");
      if (!"ok".equals(check)) {
        throw new BrokenView("the backup " + part + " is damaged: " + check);
      }
      return OwnTables.position(copy);
    }
  }

  private void writeManifest(Snapshot snapshot) throws IOException {
    WireOut out = new WireOut();
    snapshot.write(out);
    Path part = folder.resolve("manifest.part");
    Files.write(part, out.toBytes());
    force(part);
    Files.move(
        part,
        manifest(snapshot),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    force(folder);
  }

  private Path manifest(Snapshot snapshot) {
    return folder.resolve(PREFIX + snapshot.position().sequence() + MANIFEST);
  }

  /** Newest first. */
  private List<Snapshot> all() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Snapshot> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path manifest : files.filter(f -> f.toString().endsWith(MANIFEST)).toList()) {
        String name = manifest.getFileName().toString();
        String file = name.substring(0, name.length() - MANIFEST.length()) + ".db";
        found.add(Snapshot.read(new WireIn(Files.readAllBytes(manifest)), folder.resolve(file)));
      }
    }
    found.sort(Comparator.comparingLong((Snapshot s) -> s.position().sequence()).reversed());
    return found;
  }

  /** Forces a file, or the entries of a folder, to disk. */
  static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static byte[] sha256(Path file) throws IOException {
    MessageDigest digest = ContentHash.sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return digest.digest();
  }
}
