package dev.verge.shield.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A key set in a file of the operator's. Thread-safe. */
record FileKeys(Path file) implements KeyFetch {
  @Override
  public Fetched fetch() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(HttpKeys.LARGEST + 1);
      if (bytes.length > HttpKeys.LARGEST) {
        throw new IOException(file + " is larger than " + HttpKeys.LARGEST + " bytes");
      }
      return new Fetched(new String(bytes, StandardCharsets.UTF_8), null);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    }
  }
}
