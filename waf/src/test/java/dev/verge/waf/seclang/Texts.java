package dev.verge.waf.seclang;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** What the tests of this package share. */
final class Texts {
  private Texts() {}

  /** The directives of a text that is called {@code t} in errors. */
  static List<Directive> read(String... lines) {
    try {
      return SecLang.read("t", String.join("\n", lines));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Directive one(String... lines) {
    return read(lines).getFirst();
  }

  static Source line(int line) {
    return new Source("t", line);
  }

  static Directive setting(int line, String name, String... values) {
    return new Directive.Setting(line(line), name, List.of(values));
  }
}
