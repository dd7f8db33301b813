package dev.verge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verge waf explain} with the built-in rules. */
class ExplainTest {
  @TempDir Path folder;

  private Run explain(String request) throws IOException {
    return Run.verge(
        "waf", "explain", Files.writeString(folder.resolve("request.http"), request).toString());
  }

  @Test
  void tellsWhichRulesMatchedWhatTheyScoredAndTheEnd() throws IOException {
    Run run =
        explain(
            """
            POST /comments HTTP/1.1
            Host: shop.example
            Content-Type: application/x-www-form-urlencoded
            Content-Length: 35

            text=<script>alert(1)</script>&x=hi
            """);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("Phase 1", "Phase 2", "200401 matched")
        .contains("at ARGS:text: <script>alert(1)</script>")
        .contains("score +5, now 5")
        .contains("passed over")
        .contains("Refused with 403 by rule 200800");
  }

  @Test
  void tellsThatARequestIsLetThrough() throws IOException {
    Run run = explain("GET /products?q=lamp HTTP/1.1\nHost: shop.example\n\n");
    assertThat(run.out()).contains("looked and did not match").endsWith("Let through\n");
  }

  @Test
  void saysThatAFileHoldsNoRequest() throws IOException {
    Run run = explain("hello\n");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("request.http", "no request of HTTP");
    assertThat(Run.verge("waf", "explain", folder + "/none").exitCode()).isEqualTo(2);
  }
}
