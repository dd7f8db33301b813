package dev.verge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.verge.node.config.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The documentation says what is there: links lead somewhere, commands parse, code is compiled. */
final class DocsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(#[^)]*)?\\)");
  private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(.*?)^```");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  /** The launcher's own commands, which never reach the command line. */
  private static final List<String> LAUNCHER = List.of("test", "bench", "help");

  private record Block(Path file, String language, List<String> lines) {}

  @Test
  void everyRelativeLinkLeadsToAFile() throws IOException {
    int checked = 0;
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        if (!link.group(1).contains("://")) {
          assertThat(page.resolveSibling(link.group(1))).as(page.toString()).exists();
          checked++;
        }
      }
    }
    assertThat(checked).isGreaterThan(5);
  }

  @Test
  void everyCommandParses() throws IOException {
    int checked = 0;
    for (Block block : blocks("sh")) {
      for (String line : block.lines) {
        if (line.startsWith("./verge ")) {
          parses(block.file, line.substring("./verge ".length()));
          checked++;
        }
      }
    }
    assertThat(checked).isGreaterThan(10);
  }

  @Test
  void everyJavaExampleIsQuotedFromCodeThatIsCompiled() throws IOException {
    List<List<String>> sources = sources();
    List<Block> examples = blocks("java");
    assertThat(examples).hasSizeGreaterThan(10);
    for (Block example : examples) {
      assertThat(sources)
          .as("%s quotes%n%s", example.file, String.join("\n", example.lines))
          .anyMatch(source -> quotes(source, example.lines));
    }
  }

  @Test
  void everySettingOfTheShieldIsUnderstood() throws IOException {
    Path file = Files.createTempFile("verge", ".yaml");
    try {
      for (Block example : yaml("shield.md")) {
        Files.write(file, example.lines);
        assertThatCode(() -> Settings.read(file)).as("%s", example).doesNotThrowAnyException();
      }
    } finally {
      Files.delete(file);
    }
  }

  /** With the lines as they are: their indentation counts. */
  private static List<Block> yaml(String page) throws IOException {
    List<Block> blocks = new ArrayList<>();
    String text = Files.readString(ROOT.resolve("docs/guide").resolve(page));
    Matcher block = YAML.matcher(text);
    while (block.find()) {
      blocks.add(new Block(Path.of(page), "yaml", block.group(1).lines().toList()));
    }
    assertThat(blocks).hasSizeGreaterThan(2);
    return blocks;
  }

  private static void parses(Path page, String command) {
    Matcher word = WORD.matcher(command.replaceFirst("\\s+#.*", ""));
    List<String> words = new ArrayList<>();
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    if (!LAUNCHER.contains(words.getFirst())) {
      PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
      CommandLine commands = Main.commands(nowhere, nowhere);
      assertThatCode(() -> commands.parseArgs(words.toArray(String[]::new)))
          .as("%s: ./verge %s", page, command)
          .doesNotThrowAnyException();
    }
  }

  /** Whether the lines stand in the source one after the other, whatever their indentation. */
  private static boolean quotes(List<String> source, List<String> lines) {
    for (int i = 0; i + lines.size() <= source.size(); i++) {
      if (source.subList(i, i + lines.size()).equals(lines)) {
        return true;
      }
    }
    return false;
  }

  private static List<Block> blocks(String language) throws IOException {
    List<Block> blocks = new ArrayList<>();
    for (Path page : pages()) {
      Block open = null;
      for (String line : Files.readAllLines(page)) {
        if (open == null && line.startsWith("```" + language)) {
          open = new Block(page, language, new ArrayList<>());
        } else if (open != null && line.startsWith("```")) {
          blocks.add(open);
          open = null;
        } else if (open != null && !line.isBlank()) {
          open.lines.add(line.strip());
        }
      }
    }
    return blocks;
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md")), docs.filter(p -> p.toString().endsWith(".md")))
          .toList();
    }
  }

  private static List<List<String>> sources() throws IOException {
    List<List<String>> sources = new ArrayList<>();
    for (String folder : List.of("examples/shop/src", "testing/src/test")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        for (Path file : files.filter(p -> p.toString().endsWith(".java")).toList()) {
          try (Stream<String> lines = Files.lines(file)) {
            sources.add(
                lines.filter(l -> !l.isBlank()).map(String::strip).collect(Collectors.toList()));
          }
        }
      }
    }
    return sources;
  }
}
