package dev.verge.waf.transform;

import static dev.verge.waf.transform.Transformations.apply;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommentsTest {
  @ParameterizedTest
  @CsvSource({
    "un/**/ion, un ion",
    "a/* b /* c */d*/e, 'a d*/e'",
    "a/*b, 'a '",
    "/*a*//*b*/, '  '",
    "a/*/b*/c, a c",
    "a*/b, a*/b",
    "-- a #, -- a #"
  })
  void areReplacedByOneSpace(String value, String result) {
    assertThat(apply("replaceComments", value)).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource({
    "un/*x*/ion, union",
    "a<!--b-->c, ac",
    "a/*b-->c*/d, ac*/d",
    "a--b, a",
    "a#b, a",
    "a/*b, 'a '",
    "a*/b-->, a*/b"
  })
  void areRemoved(String value, String result) {
    assertThat(apply("removeComments", value)).isEqualTo(result);
  }

  @Test
  void leaveANullByteAtTheEndWhenRemoved() {
    assertThat(apply("removeComments", "a/*b*/")).isEqualTo("a\0");
  }

  @ParameterizedTest
  @CsvSource({"un/*x*/ion, unxion", "<!--a-->--#b, ab", "a-b<!-c, a-b<!-c", "/ *, / *"})
  void loseTheirMarks(String value, String result) {
    assertThat(apply("removeCommentsChar", value)).isEqualTo(result);
  }
}
