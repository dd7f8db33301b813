package dev.verge.waf.injection;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Reads the tables that lie beside the classes. */
final class Tables {
  private Tables() {}

  /** The lines of a table without the remarks at its head, which begin with {@code "# "}. */
  static List<String> lines(String name) {
    try (InputStream file = Objects.requireNonNull(Tables.class.getResourceAsStream(name), name);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.US_ASCII))) {
      return reader.lines().dropWhile(line -> line.startsWith("# ")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /** The words of a table whose lines are a letter, a space and a word. */
  static List<WordTable.Word> words(String name) {
    return lines(name).stream()
        .map(line -> new WordTable.Word(line.substring(2), line.charAt(0)))
        .toList();
  }
}
