package dev.verge.waf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verge.waf.seclang.SecLangException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where rules come from. */
class RulesTest {
  @TempDir Path folder;

  @Test
  void partsCountInTheirOrder() throws IOException {
    Path file = write("a.conf", "SecAction \"id:2,phase:1\"");
    Rules rules =
        Rules.builder()
            .text("first", "SecAction \"id:1,phase:1\"")
            .file(file)
            .text("third", "SecAction \"id:3,phase:1\"\nSecRuleRemoveById 1")
            .build();
    assertThat(rules.size()).isEqualTo(2);
    assertThat(Request.get("/").through(rules).ids()).containsExactly(2, 3);
  }

  @Test
  void dataLiesBesideTheRules() throws IOException {
    write("bad.data", "# bad words", "evil", "W\u00F6rse");
    Path file = write("a.conf", "SecRule ARGS \"@pmFromFile bad.data\" \"id:1,phase:1\"");
    Rules rules = Rules.builder().file(file).build();
    assertThat(Request.get("/?a=very+EVIL").through(rules).ids()).containsExactly(1);
    assertThat(Request.get("/?a=w%F6rse").through(rules).ids()).containsExactly(1);
    assertThat(Request.get("/?a=good").through(rules).ids()).isEmpty();
  }

  @Test
  void missingDataIsAnErrorOfTheRule() throws IOException {
    Path file = write("a.conf", "", "SecRule ARGS \"@pmFromFile none.data\" \"id:1,phase:1\"");
    assertThatThrownBy(() -> Rules.builder().file(file).build())
        .isInstanceOf(SecLangException.class)
        .hasMessageStartingWith(file + ":2: a file cannot be read: ");
  }

  @Test
  void aMissingFileIsAnError() {
    assertThatThrownBy(() -> Rules.builder().file(folder.resolve("none.conf")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void withoutRulesEverythingPasses() throws IOException {
    Rules rules = Rules.builder().build();
    assertThat(rules.size()).isZero();
    assertThat(Request.get("/?a=<script>").through(rules).interruption()).isNull();
  }

  private static Passage bundled(Request request) throws IOException {
    return request.through(Rules.builder().bundled("engine").build());
  }

  @Test
  void bodiesAreReadByTheirTypes() throws IOException {
    for (String type : List.of("application/json", "Application/problem+JSON; charset=utf-8")) {
      assertThat(bundled(Request.post(type, "{\"a\":1}")).value("ARGS.json.a")).isEqualTo("1");
    }
    for (String type : List.of("text/xml", "application/xml", "application/soap+xml; a=b")) {
      assertThat(bundled(Request.post(type, "<a>x</a>")).value("XML./*")).isEqualTo("x");
    }
    assertThat(bundled(Request.post("text/plain", "{\"a\":1}")).value("ARGS.json.a")).isEmpty();
  }

  @Test
  void bodiesThatCannotBeReadAreRefused() throws IOException {
    assertThat(bundled(Request.post("application/json", "{\"a\":")).interrupted())
        .isEqualTo(new Interruption(102, 400, null, false));
    assertThat(bundled(Request.post("text/xml", "<a>")).interrupted().ruleId()).isEqualTo(102);
    assertThat(bundled(Request.post("multipart/form-data", "x")).interrupted().status())
        .isEqualTo(400);
    String lines = "--x\nContent-Disposition: form-data; name=a\n\n1\n--x--\n";
    assertThat(
            bundled(Request.post("multipart/form-data; boundary=x", lines)).interrupted().status())
        .isEqualTo(400);
    assertThat(bundled(Request.post(Request.FORM, "a=%zz")).interruption()).isNull();
    assertThat(bundled(Request.get("/")).interruption()).isNull();
  }

  private Path write(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines), ISO_8859_1);
  }

  @Test
  void dataLiesBesideTheFileOfItsRule() throws IOException {
    Files.createDirectory(folder.resolve("sub"));
    write("bad.data", "wrong");
    write("sub/bad.data", "evil");
    write("sub/b.conf", "SecRule ARGS \"@pmFromFile bad.data\" \"id:1,phase:1\"");
    Path first = write("a.conf", "Include sub/b.conf");
    Path last = write("c.conf", "SecAction \"id:2,phase:1,nolog\"");
    Rules rules = Rules.builder().file(first).file(last).build();
    assertThat(Request.get("/?a=evil").through(rules).ids()).containsExactly(1);
    assertThat(Request.get("/?a=wrong").through(rules).ids()).isEmpty();
  }
}
