package dev.verge.waf.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every transformation. */
class TransformationTest {
  /** What means something to one transformation or another. */
  private static final String[] PIECES = {
    "/",
    "..",
    ".",
    "\\",
    "%",
    "%u",
    "%41",
    "%u2019",
    "+",
    " ",
    "\t",
    "\u00A0",
    "&",
    "&#",
    "&#x",
    "&lt;",
    "&#60",
    "\\u0041",
    "\\x41",
    "\\777",
    "/*",
    "*/",
    "<!--",
    "-->",
    "--",
    "#",
    "0x",
    "41",
    "ff01",
    "\0",
    "\n",
    ";",
    ",",
    "(",
    "'",
    "\"",
    "^",
    "Z",
    "z",
    "=",
    "QUJD",
    "\u00C3\u00A9",
    "\u00E2\u0082",
    "\u00F7\u00BF\u00BF\u00BF",
    "\u00C0\u00AF",
    "\u0080",
    "\u00FF",
  };

  @Test
  void isFoundByNameInWhicheverCase() {
    for (String name : Transformations.NAMES) {
      assertThat(Transformation.named(name)).as(name).isNotNull();
    }
    assertThat(Transformation.named("URLDECODEUNI")).isSameAs(Transformation.named("urlDecodeUni"));
    assertThat(Transformation.named("normalisePath"))
        .isSameAs(Transformation.named("normalizePath"));
  }

  @Test
  void isNotFoundByAnotherName() {
    assertThat(Transformation.named("none")).isNull();
    assertThat(Transformation.named("rot13")).isNull();
    assertThat(Transformation.named("")).isNull();
  }

  @Test
  void takesAnyBytesAndReturnsTheSameInstanceWhenNothingChanges() {
    Random random = new Random(20260101);
    for (int run = 0; run < 40_000; run++) {
      String value = value(random);
      String name = Transformations.NAMES.get(run % Transformations.NAMES.size());
      String result = Transformations.apply(name, value);
      assertThat(result.chars().allMatch(c -> c <= 0xFF)).as("%s of %s", name, value).isTrue();
      if (result.equals(value)) {
        assertThat(result).as("%s of %s", name, value).isSameAs(value);
      }
    }
  }

  @Test
  void keepsPlainValues() {
    String value = "the quick brown fox 42";
    for (String name :
        new String[] {
          "cmdLine",
          "compressWhitespace",
          "cssDecode",
          "escapeSeqDecode",
          "htmlEntityDecode",
          "jsDecode",
          "lowercase",
          "normalizePath",
          "normalizePathWin",
          "parityZero7bit",
          "removeComments",
          "removeCommentsChar",
          "removeNulls",
          "replaceComments",
          "replaceNulls",
          "sqlHexDecode",
          "trim",
          "trimLeft",
          "trimRight",
          "urlDecode",
          "urlDecodeUni",
          "utf8toUnicode"
        }) {
      assertThat(Transformations.apply(name, value)).as(name).isSameAs(value);
    }
  }

  /** Quadratic time would take minutes here. */
  @Test
  void takesTimeInProportionToTheValue() {
    for (String piece : PIECES) {
      String value = piece.repeat(100_000 / piece.length());
      for (String name : Transformations.NAMES) {
        assertThat(Transformations.apply(name, value)).as(name).isNotNull();
      }
    }
  }

  private static String value(Random random) {
    StringBuilder value = new StringBuilder();
    for (int i = random.nextInt(10); i > 0; i--) {
      if (random.nextInt(8) == 0) {
        value.append((char) random.nextInt(256));
      } else {
        value.append(PIECES[random.nextInt(PIECES.length)]);
      }
    }
    return value.toString();
  }
}
