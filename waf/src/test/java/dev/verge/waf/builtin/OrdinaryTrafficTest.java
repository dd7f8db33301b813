package dev.verge.waf.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.waf.CoreRuleSetFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The Core Rule Set is found by {@code VERGE_CRS}. Without it its test reports itself as skipped,
 * but in continuous integration, where {@code CI} is set, it fails.
 */
final class OrdinaryTrafficTest {
  private static final long SEED = 42;
  private static final int COUNT = 6_000;

  @Test
  void theBuiltinRulesLetOrdinaryTrafficPass() throws IOException {
    assertThat(blocked(Firewall.builtin(), OrdinaryTraffic.requests(SEED, COUNT))).isEmpty();
  }

  @Test
  void theyHardlyEverMatchAtAll() throws IOException {
    Firewall firewall = Firewall.builtin();
    long matched =
        OrdinaryTraffic.requests(SEED + 1, COUNT).stream()
            .filter(sample -> !firewall.request(sample).matches().isEmpty())
            .count();
    assertThat(matched).isLessThanOrEqualTo(COUNT / 1_000);
  }

  @Test
  void theyLetTextsAboutProgrammingPassToo() throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (String text : texts().all("texts that stricter rules stop")) {
      samples.add(Sample.query(text, "/search", Map.of("q", text)));
      samples.add(Sample.form(text, "/forum/7", Map.of("title", "Help!", "text", text)));
      samples.add(Sample.upload(text, "/forum/7", Map.of("text", text), "a.txt"));
    }
    assertThat(samples).hasSizeGreaterThan(100);
    assertThat(blocked(Firewall.builtin(), samples)).isEmpty();
  }

  @Test
  void theyLetPassWhatOnlyComesNearTheFormOfAttacks() throws IOException {
    List<Sample> samples =
        Attacks.byCategory("ordinary-second.txt").values().stream()
            .flatMap(List::stream)
            .map(Attacks.Attack::sample)
            .toList();
    assertThat(samples).hasSizeGreaterThan(500);
    assertThat(blocked(Firewall.builtin(), samples)).isEmpty();
  }

  @Test
  void theCoreRuleSetLetsTheSameTrafficPass() throws IOException {
    Firewall crs = Firewall.crs(CoreRuleSetFolder.find());
    assertThat(blocked(crs, OrdinaryTraffic.requests(SEED, COUNT))).isEmpty();
  }

  @Test
  void theTrafficIsOfManyLanguagesAndTheSameForASeed() throws IOException {
    assertThat(texts().languages()).isGreaterThanOrEqualTo(12);
    assertThat(OrdinaryTraffic.requests(7, 50)).isEqualTo(OrdinaryTraffic.requests(7, 50));
  }

  private static Texts texts() throws IOException {
    return new Texts(new Random(SEED));
  }

  /** What is blocked, with the reason. */
  private static List<String> blocked(Firewall firewall, List<Sample> samples) {
    List<String> blocked = new ArrayList<>();
    for (Sample sample : samples) {
      Firewall.Verdict verdict = firewall.request(sample);
      if (verdict.blocked()) {
        blocked.add(sample.kind() + " " + sample.uri() + ": " + verdict.matches());
      }
    }
    return blocked;
  }
}
