package dev.verge.waf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules that are there: ours, and the Core Rule Set if {@code VERGE_CRS} says where it is. */
final class FuzzRules {
  /** Loaded. */
  static final List<Rules> SETS;

  /** The corpus, and each of their rules as it is written. */
  static final List<String> TEXTS;

  static {
    try {
      SETS = sets(System.getenv("VERGE_CRS"));
      TEXTS = texts(System.getenv("VERGE_CRS"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FuzzRules() {}

  private static List<Rules> sets(@Nullable String crs) throws IOException {
    List<Rules> sets = new ArrayList<>();
    sets.add(Rules.builder().bundled("engine").bundled("builtin").build());
    if (crs != null) {
      sets.add(CoreRuleSet.load(Path.of(crs), CoreRuleSetGateTest.ALL));
    }
    return sets;
  }

  private static List<String> texts(@Nullable String crs) throws IOException {
    List<String> texts = new ArrayList<>(FuzzInputs.RULES);
    try (InputStream in = Objects.requireNonNull(Rules.class.getResourceAsStream("builtin.conf"))) {
      texts.addAll(paragraphs(new String(in.readAllBytes(), ISO_8859_1)));
    }
    if (crs != null) {
      try (Stream<Path> files = Files.list(Path.of(crs, "rules"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".conf")).sorted().toList()) {
          texts.addAll(paragraphs(Files.readString(file, ISO_8859_1)));
        }
      }
    }
    return texts;
  }

  /** Rules have empty lines between them. */
  private static List<String> paragraphs(String text) {
    return Stream.of(text.split("\n\\s*\n", -1)).filter(p -> p.contains("Sec")).toList();
  }
}
