package dev.verge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RoutesTest {
  @TempDir private Path folder;

  @Test
  void routesAreReadFromTheBundleWithoutAWorld() throws IOException {
    Run run = Run.verge("routes", SampleApp.bundle(folder).toString());

    assertThat(run)
        .isEqualTo(
            new Run(
                0,
                """
                METHOD  PATH    AT      CALLS   BECAUSE
                GET     /hello  edge
                POST    /pay    origin  Ledger  money needs one ledger
                """,
                ""));
  }

  @Test
  void routesInJsonAreThoseOfTheControlEndpoint() throws IOException {
    Run run = Run.verge("routes", "--json", SampleApp.bundle(folder).toString());

    assertThat(run.out())
        .isEqualTo(
            """
            {"routes":[\
            {"method":"GET","pattern":"/hello","at":"edge","calls":[],"reason":""},\
            {"method":"POST","pattern":"/pay","at":"origin","calls":["Ledger"],\
            "reason":"money needs one ledger"}]}
            """);
  }

  @Test
  void aFolderThatIsNoBundleIsNamed() {
    Run run = Run.verge("routes", folder.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(folder.toString(), "META-INF/services/dev.verge.App");
  }
}
