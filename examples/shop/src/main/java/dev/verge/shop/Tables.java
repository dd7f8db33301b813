package dev.verge.shop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the small text tables in the bundle: cells between bars, {@code #} before a comment. */
final class Tables {
  private static final Pattern BAR = Pattern.compile(" \\| ");

  private Tables() {}

  /** The lines of a table, as cells. */
  static List<List<String>> read(String resource) {
    return lines(text(resource).lines().toList()).map(Tables::cells).toList();
  }

  /** Those that are not empty and no comment. */
  static Stream<String> lines(Collection<String> lines) {
    return lines.stream().filter(line -> !line.isBlank() && !line.startsWith("#"));
  }

  static List<String> cells(String line) {
    return BAR.splitAsStream(line).map(String::strip).toList();
  }

  /** A resource of the bundle, as text. */
  static String text(String resource) {
    try (InputStream in = Tables.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        throw new IllegalStateException("the bundle lacks " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the bundle's " + resource + " cannot be read", e);
    }
  }
}
