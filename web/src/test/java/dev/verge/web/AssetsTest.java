package dev.verge.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.Response;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssetsTest {
  @TempDir Path temporary;
  private URLClassLoader bundle;
  private Harness harness;

  @BeforeEach
  void start() throws IOException {
    BundleFolder folder =
        new BundleFolder(temporary)
            .file("static/shop.css", "body {}")
            .file("static/js/shop.js", "let x")
            .file("static/folder.css/inner.css", "p {}")
            .file("static/Secret.class", "class")
            .file("static/plain", "plain")
            .file("secret.txt", "secret")
            .file("other/secret.txt", "secret");
    bundle = new URLClassLoader(new URL[] {folder.path().toUri().toURL()}, null);
    harness = new Harness(edge -> edge.group("/g", g -> g.assets("/assets", "static")), bundle);
  }

  @AfterEach
  void stop() throws IOException {
    bundle.close();
  }

  private Response get(String path) {
    return harness.handle(Requests.get("/g/assets/" + path));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          shop.css              | text/css; charset=utf-8        | body {}
          js/shop.js            | text/javascript; charset=utf-8 | let x
          folder.css/inner.css  | text/css; charset=utf-8        | p {}
          """)
  void servesResourcesWithTheirMediaType(String path, String type, String body) {
    Response response = get(path);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers().first("Content-Type")).isEqualTo(type);
    assertThat(response.headers().first("Cache-Control")).isEqualTo("public, max-age=3600");
    assertThat(response.headers().first("ETag")).matches("\"[0-9a-f]{32}\"");
    assertThat(harness.body(response)).isEqualTo(body);
  }

  @Test
  void answers304ToAnETagThatStillHolds() {
    String etag = String.valueOf(get("shop.css").headers().first("ETag"));
    for (String condition : List.of(etag, "W/" + etag, "\"x\", " + etag, "*")) {
      Response response =
          harness.handle(Requests.get("/g/assets/shop.css").withHeader("If-None-Match", condition));
      assertThat(response.status()).as(condition).isEqualTo(304);
      assertThat(response.headers().first("ETag")).isEqualTo(etag);
      assertThat(response.headers().first("Cache-Control")).isEqualTo("public, max-age=3600");
      assertThat(harness.body(response)).isEmpty();
    }
    Requests other = Requests.get("/g/assets/shop.css").withHeader("If-None-Match", "\"x\"");
    assertThat(harness.handle(other).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "none.css",
        "SHOP.css",
        "js",
        "js/",
        "folder.css",
        "folder.css/",
        "plain",
        "Secret.class",
        "../secret.txt",
        "..%2Fsecret.txt",
        "%2e%2e/secret.txt",
        "js/../../secret.txt",
        "js%2F..%2F..%2Fsecret.txt",
        "..%5Csecret.txt",
        "/secret.txt",
        "//other/secret.txt",
        "./shop.css",
        "js//shop.js",
        "%2Fsecret.txt"
      })
  void servesNothingElse(String path) {
    Response response = get(path);
    assertThat(response.status()).isEqualTo(404);
    assertThat(harness.body(response)).doesNotContain("secret");
  }

  @Test
  void onlyGetAndHeadAreAllowed() {
    assertThat(harness.handle(Requests.of("HEAD", "/g/assets/shop.css")).status()).isEqualTo(200);
    Response post = harness.handle(Requests.of("POST", "/g/assets/shop.css"));
    assertThat(post.status()).isEqualTo(405);
    assertThat(post.headers().first("Allow")).isEqualTo("GET, HEAD, OPTIONS");
  }

  @Test
  void keepsAssetsUpToABound() throws IOException {
    Path files = temporary.resolve("classes/static");
    Files.write(files.resolve("large.png"), new byte[(8 << 20) + 1]);
    assertThat(get("large.png").status()).isEqualTo(500);
    for (int i = 0; i < 6; i++) {
      Path file = Files.write(files.resolve("big" + i + ".png"), new byte[7 << 20]);
      assertThat(get("big" + i + ".png").status()).isEqualTo(200);
      Files.delete(file);
    }
    int kept = 0;
    for (int i = 0; i < 6; i++) {
      kept += get("big" + i + ".png").status() == 200 ? 1 : 0;
    }
    assertThat(kept).isEqualTo(4);
  }
}
