package dev.verge.waf.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the tests of this package share. */
final class Answers {
  /** The files that operators find. */
  static final Map<String, List<String>> FILES =
      Map.of(
          "phrases.data", List.of("# phrases", "", "  Union Select ", "xp_cmdshell\r", "#no"),
          "more.data", List.of("sleep("),
          "empty.data", List.of("# nothing"),
          "networks.data", List.of("# networks", "", " 10.0.0.0/8 ", "2001:db8::/32"));

  private Answers() {}

  static Operator compile(String name, String argument) {
    try {
      return Operator.compile(name, argument, Answers::lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(String name) throws IOException {
    List<String> lines = FILES.get(name);
    if (lines == null) {
      throw new NoSuchFileException(name);
    }
    return lines;
  }

  static void yes(String name, String argument, String... values) {
    for (String value : values) {
      assertThat(answer(name, argument, value)).as("'%s' @%s %s", value, name, argument).isTrue();
    }
  }

  static void no(String name, String argument, String... values) {
    for (String value : values) {
      assertThat(answer(name, argument, value)).as("'%s' @%s %s", value, name, argument).isFalse();
    }
  }

  private static boolean answer(String name, String argument, String value) {
    return compile(name, argument).matches(value, argument, null);
  }

  /** What is left in the groups by a match. */
  static @Nullable String captured(String name, String argument, String value, int group) {
    Groups groups = new Groups();
    assertThat(compile(name, argument).matches(value, argument, groups)).isTrue();
    return groups.get(group);
  }

  static void refused(String name, String... arguments) {
    for (String argument : arguments) {
      assertThatThrownBy(() -> compile(name, argument))
          .as("@%s %s", name, argument)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
