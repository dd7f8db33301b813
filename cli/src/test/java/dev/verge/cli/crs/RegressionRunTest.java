package dev.verge.cli.crs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.verge.waf.CoreRuleSet;
import dev.verge.waf.seclang.SecLangException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rule set is found by {@code VERGE_CRS}. Without it these tests report themselves as skipped,
 * but in continuous integration, where {@code CI} is set, they fail.
 */
final class RegressionRunTest {
  @TempDir private Path folder;

  static Path crs() {
    String named = System.getenv("VERGE_CRS");
    if (named == null) {
      assertThat(System.getenv("CI")).as("VERGE_CRS names no Core Rule Set").isNull();
      assumeTrue(false, "VERGE_CRS names no Core Rule Set");
    }
    return Path.of(String.valueOf(named));
  }

  @Test
  void theCoreRuleSetDoesWhatItsOwnTestsExpect() throws Exception {
    Regression.Report report = Regression.run(crs(), false, 1);
    assertThat(report.excluded()).hasSizeLessThanOrEqualTo(15);
    assertThat(report.passed()).hasSizeGreaterThan(4_000);
    assertThat(report.share()).as(report.failed().toString()).isGreaterThanOrEqualTo(0.995);
  }

  @Test
  void soDoesALocationOverSockets() throws Exception {
    Regression.Report report = Regression.run(crs(), true, 8);
    assertThat(report.passed()).hasSizeGreaterThan(500);
    assertThat(report.share()).as(report.failed().toString()).isGreaterThanOrEqualTo(0.99);
  }

  @Test
  void whatTheEngineDoesNotKnowIsAnErrorWithFileAndLine() throws Exception {
    Files.createDirectory(folder.resolve("rules"));
    Files.writeString(folder.resolve("crs-setup.conf"), "SecAction \"id:1,phase:1,pass,nolog\"\n");
    Files.writeString(
        folder.resolve("rules/a.conf"), "# first\nSecRule ARGS \"@guess x\" \"id:2,phase:2\"\n");
    assertThatThrownBy(() -> CoreRuleSet.load(folder, ""))
        .isInstanceOf(SecLangException.class)
        .hasMessageContaining("a.conf:2: there is no operator @guess");
  }
}
