package dev.verge.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.verge.shield.identity.JwtKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A world's data folder: used by one world at a time, and what a world keeps between its runs.
 *
 * <pre>
 * lock            the process id of the world that uses the folder; locked while it does
 * origin          the code of the location with the origin role
 * cluster.secret  32 random bytes in hex, for its owner only
 * signing.jwk     the key that signs tokens, for its owner only
 * jwks/           the last key set of each issuer with an address
 * tmp/            what SQLite unpacks
 * control.json    where the running world is controlled, see {@link Control}
 * LOCATION/       a location's own data; LOCATION/log holds the partitions sited there
 * </pre>
 */
final class Folder implements AutoCloseable {
  private static final int SECRET_BYTES = 32;
  private static final int LONGEST_PID = 20;

  private final Path root;
  private final FileChannel channel;

  private Folder(Path root, FileChannel channel) {
    this.root = root;
    this.channel = channel;
  }

  /**
   * Makes the folder if need be, and takes it.
   *
   * @throws WorldException if another world uses it, naming that world's process
   */
  static Folder take(Path data) {
    Path root = data.toAbsolutePath().normalize();
    try {
      Path file = root.resolve("lock");
      if (!Files.exists(root) || Files.exists(file)) {
        forOwnerOnly(Files.createDirectories(root));
      }
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        String pid = read(channel);
        channel.close();
        throw new WorldException(
            "another world (process %s) uses %s: stop it, or give this one another data folder"
                .formatted(pid.isEmpty() ? "unknown" : pid, root));
      }
      channel.truncate(0);
      channel.write(UTF_8.encode(Long.toString(ProcessHandle.current().pid())), 0);
      Folder folder = new Folder(root, channel);
      folder.unpackHere();
      return folder;
    } catch (IOException e) {
      throw new WorldException("cannot use " + root + " as data folder: " + e, e);
    }
  }

  /**
   * Sessions and customers' data are in it. A folder that was there before is its owner's affair.
   */
  private static void forOwnerOnly(Path folder) throws IOException {
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /**
   * Says where SQLite unpacks its library to, unless that is said already: what a killed process
   * leaves there is removed at the next start.
   */
  private void unpackHere() throws IOException {
    Path temporary = root.resolve("tmp");
    if (Files.isDirectory(temporary)) {
      try (Stream<Path> files = Files.list(temporary)) {
        for (Path file : files.toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
    if (System.getProperty("org.sqlite.tmpdir") == null) {
      System.setProperty("org.sqlite.tmpdir", Files.createDirectories(temporary).toString());
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // by a world in this very process
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(LONGEST_PID);
    channel.read(pid, 0);
    return UTF_8.decode(pid.flip()).toString().strip();
  }

  /** A location's own data. */
  Path location(String code) {
    return root.resolve(code);
  }

  /** The log of the partitions that are sited at a location. */
  Path log(String code) {
    return location(code).resolve("log");
  }

  Path jwks() {
    return root.resolve("jwks");
  }

  Path control() {
    return root.resolve("control.json");
  }

  /** What nodes of this cluster know and nobody else; made at first use. */
  byte[] clusterSecret() {
    Path file = root.resolve("cluster.secret");
    String hex = kept(file, () -> HexFormat.of().formatHex(random()));
    try {
      byte[] secret = HexFormat.of().parseHex(hex);
      if (secret.length >= SECRET_BYTES) {
        return secret;
      }
    } catch (IllegalArgumentException e) {
      throw damaged(file, e);
    }
    throw damaged(file, null);
  }

  /** The key that signs tokens, as a JWK; made at first use. */
  String signingKey() {
    return kept(root.resolve("signing.jwk"), JwtKeys::createSigningKey);
  }

  /**
   * Keeps the location with the origin role, which must stay the same: partitions are sited there.
   *
   * @throws WorldException if it was another, saying how to mend it
   */
  void keepOrigin(String code) {
    String kept = kept(root.resolve("origin"), () -> code);
    if (!kept.equals(code)) {
      throw new WorldException(
          ("the data in %s has its origin at %s, not at %s: name %s first among the locations, or"
                  + " use another data folder")
              .formatted(root, kept, code, kept));
    }
  }

  /** Gives the folder back. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unlock " + root, e);
    }
  }

  private static String kept(Path file, Supplier<String> first) {
    try {
      if (!Files.exists(file)) {
        OwnerOnly.write(file, first.get());
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new WorldException("cannot keep " + file + ": " + e, e);
    }
  }

  private static WorldException damaged(Path file, @Nullable Throwable cause) {
    return new WorldException(
        file + " is damaged: restore it, or delete it and with it all sessions and bookmarks",
        cause);
  }

  private static byte[] random() {
    byte[] bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
