package dev.verge.shield.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last good key set of an issuer, kept for a restart without network. Its file's name holds a
 * hash of the issuer's address: keys of an address that is no longer configured are not believed.
 * For one thread at a time.
 */
final class KeptSet {
  private static final Logger log = LoggerFactory.getLogger(KeptSet.class);
  private static final int HASH_BYTES = 8;

  private final Path file;

  KeptSet(Path folder, Issuer issuer) {
    String address = HexFormat.of().formatHex(sha256(issuer.jwks().toString()), 0, HASH_BYTES);
    this.file = folder.resolve(issuer.name() + "-" + address + ".json");
  }

  /** What was written last, or null. */
  @Nullable String read() {
    try {
      return Files.exists(file) ? Files.readString(file) : null;
    } catch (IOException e) {
      log.warn("{} cannot be read: the keys of its issuer are unknown until it answers", file, e);
      return null;
    }
  }

  /** Replaces it as a whole. Without it all goes on; only a restart needs the network then. */
  void write(String text) {
    Path next = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(next, text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      log.warn("{} cannot be written: after a restart its issuer must answer first", file, e);
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
