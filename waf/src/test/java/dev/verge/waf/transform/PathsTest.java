package dev.verge.waf.transform;

import static dev.verge.waf.transform.Transformations.apply;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathsTest {
  @ParameterizedTest
  @CsvSource({
    "/a/./b//c/, /a/b/c/",
    "/a/b/../../etc/passwd, /etc/passwd",
    "/../../etc, /etc",
    "/a/../, /",
    "/a/.., ''",
    "a/b/.., a",
    "a/.., ''",
    "./a, a",
    "., ''",
    "./../, ../",
    "../a/../b, ../b",
    "../../x, ../../x",
    "a/../../b, ../b",
    "a//, a/",
    "/a./b, /a./b",
    "/a/b../c, /a/c"
  })
  void resolvesReferences(String path, String normal) {
    assertThat(apply("normalizePath", path)).isEqualTo(normal);
    assertThat(apply("normalizePathWin", path)).isEqualTo(normal);
    assertThat(apply("normalizePathWin", path.replace('/', '\\'))).isEqualTo(normal);
  }

  @ParameterizedTest
  @CsvSource({"/", "/a/b", "a", "..", "../", ".../x", "a/b/", "..\\a", "file.txt", "''"})
  void keepsNormalPaths(String path) {
    assertThat(apply("normalizePath", path)).isSameAs(path);
  }
}
