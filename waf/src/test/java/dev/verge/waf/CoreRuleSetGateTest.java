package dev.verge.waf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.waf.seclang.Directive;
import dev.verge.waf.seclang.SecLang;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The OWASP Core Rule Set, found by {@code VERGE_CRS}. Without it this test reports itself as
 * skipped, but in continuous integration, where {@code CI} is true, it fails.
 */
class CoreRuleSetGateTest {
  private static final int REQUESTS = 60;

  /** Every rule runs, and none ends a request. */
  static final String ALL =
      """
      SecRuleEngine DetectionOnly
      SecAction "id:1,phase:1,nolog,\\
          setvar:tx.blocking_paranoia_level=4,setvar:tx.detection_paranoia_level=4"
      """;

  @Test
  void gatedAndUngatedRulesComeToTheSame() throws IOException {
    Path folder = CoreRuleSetFolder.find();
    assertThat(matched(folder, ALL)).hasSizeGreaterThan(60);
    assertThat(matched(folder, "SecRuleEngine On")).hasSizeGreaterThan(15); // most are not reached
  }

  private static Set<Integer> matched(Path folder, String settings) throws IOException {
    Rules rules = CoreRuleSet.load(folder, settings);
    RandomRequests requests = new RandomRequests(20260110, literals(folder.resolve("rules")));
    Set<Integer> matched = new HashSet<>();
    for (int i = 0; i < REQUESTS; i++) {
      matched.addAll(GateTest.assertSame(rules, requests.next()).ids());
    }
    return matched;
  }

  /** What looks like a literal in the rules' operators, and what their data has. */
  private static List<String> literals(Path folder) throws IOException {
    List<String> literals = new ArrayList<>();
    for (Path file : files(folder, ".conf")) {
      SecLang.read(file).forEach(directive -> literals.addAll(words(directive)));
    }
    for (Path file : files(folder, ".data")) {
      literals.addAll(Files.readAllLines(file, ISO_8859_1));
    }
    return literals;
  }

  private static List<String> words(Directive directive) {
    String text = directive instanceof Directive.Rule rule ? rule.operator().argument() : "";
    String[] words = text.split("[^\\w./:<>=-]+", -1);
    return Stream.of(words).filter(word -> word.length() > 2).toList();
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
