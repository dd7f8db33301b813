package dev.verge.waf.seclang;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncludeTest {
  @TempDir Path folder;

  @Test
  void anIncludedFileStandsInPlaceOfItsDirective() throws IOException {
    write("b.conf", "SecMarker two");
    Path file = write("a.conf", "SecMarker one", "Include b.conf", "SecMarker three");
    assertThat(markers(file)).containsExactly("one", "two", "three");
  }

  @Test
  void aRelativeFileLiesBesideTheOneThatIncludesIt() throws IOException {
    write("c.conf", "SecMarker wrong");
    write("sub/c.conf", "SecMarker right");
    write("sub/b.conf", "Include c.conf");
    assertThat(markers(write("a.conf", "Include sub/b.conf"))).containsExactly("right");
  }

  @Test
  void anAbsoluteFileIsTakenAsItIs() throws IOException {
    Path included = write("b.conf", "SecMarker one");
    assertThat(SecLang.read("text", "Include \"" + included + "\"")).hasSize(1);
  }

  @Test
  void aStarIncludesAllThatFitInTheOrderOfTheirNames() throws IOException {
    write("rules/20.conf", "SecMarker two");
    write("rules/10.conf", "SecMarker one");
    write("rules/30.conf.example", "SecMarker none");
    assertThat(markers(write("a.conf", "Include rules/*.conf"))).containsExactly("one", "two");
  }

  @Test
  void directivesKnowTheFileTheyAreFrom() throws IOException {
    Path included = write("b.conf", "", "SecMarker one");
    List<Directive> directives = SecLang.read(write("a.conf", "Include b.conf"));
    assertThat(directives.getFirst().at()).isEqualTo(new Source(included.toString(), 2));
  }

  @Test
  void anErrorNamesTheIncludedFileAndItsLine() throws IOException {
    Path included = write("b.conf", "# a comment", "SecMarker");
    Path file = write("a.conf", "Include b.conf");
    assertThatThrownBy(() -> SecLang.read(file))
        .isInstanceOf(SecLangException.class)
        .hasMessageStartingWith(included + ":2: ");
  }

  @Test
  void aMissingFileIsAnErrorOfTheLineThatIncludesIt() throws IOException {
    Path file = write("a.conf", "SecMarker one", "Include nope.conf");
    assertThatThrownBy(() -> SecLang.read(file))
        .isInstanceOf(SecLangException.class)
        .hasMessage(file + ":2: there is no file " + folder.resolve("nope.conf"));
  }

  @Test
  void aFolderIsNoFile() throws IOException {
    Files.createDirectory(folder.resolve("sub"));
    Path file = write("a.conf", "Include sub");
    assertThatThrownBy(() -> SecLang.read(file))
        .isInstanceOf(SecLangException.class)
        .hasMessageStartingWith(file + ":1: there is no file ");
  }

  @Test
  void aFileThatIncludesItselfIsAnError() throws IOException {
    Path file = write("a.conf", "Include a.conf");
    assertThatThrownBy(() -> SecLang.read(file))
        .isInstanceOf(SecLangException.class)
        .hasMessage(file + ":1: includes are nested too deeply");
  }

  @Test
  void theFirstFileMustExist() {
    assertThatThrownBy(() -> SecLang.read(folder.resolve("nope.conf")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void bytesBecomeOneCharacterEach() throws IOException {
    assertThat(markers(write("a.conf", "SecMarker \u00E9"))).containsExactly("\u00C3\u00A9");
  }

  private static List<String> markers(Path file) throws IOException {
    return SecLang.read(file).stream().map(d -> ((Directive.Marker) d).name()).toList();
  }

  private Path write(String name, String... lines) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, List.of(lines), UTF_8);
  }

  @Test
  void aStarThatNothingFitsIsAnError() throws IOException {
    Path file = write("a.conf", "Include rules/*.conf");
    assertThatThrownBy(() -> SecLang.read(file))
        .isInstanceOf(SecLangException.class)
        .hasMessage(file + ":1: there is no file like " + folder.resolve("rules/*.conf"));
  }
}
