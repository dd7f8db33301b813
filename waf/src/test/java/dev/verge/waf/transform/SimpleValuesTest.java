package dev.verge.waf.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimpleValuesTest {
  @Test
  void transformationsThatKeepThemDo() {
    List<String> keeping = Transformations.NAMES.stream().filter(SimpleValues::areKeptBy).toList();
    assertThat(keeping).hasSizeGreaterThan(20);
    Random random = new Random(20260202);
    int simple = 0;
    for (int i = 0; i < 20_000; i++) {
      String value = value(random);
      if (SimpleValues.includes(value)) {
        simple++;
        for (String name : keeping) {
          assertThat(Transformations.apply(name, value)).as(name).isSameAs(value);
        }
      }
    }
    assertThat(simple).isGreaterThan(5_000);
  }

  private static String value(Random random) {
    StringBuilder value = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      value.append(
          random.nextInt(16) == 0
              ? (char) random.nextInt(256)
              : "abeux0123456789_..".charAt(random.nextInt(18)));
    }
    return value.toString();
  }

  @Test
  void mostNamesAreSimple() {
    assertThat(List.of("", "json.items.array_0", "user_id", "42", ".a"))
        .allMatch(SimpleValues::includes);
    assertThat(List.of("A", "a b", "a-b", "a.", "..", "%41", "a/b", "\u00E9"))
        .noneMatch(SimpleValues::includes);
  }

  @Test
  void notEveryTransformationKeepsThem() {
    assertThat(List.of("hexDecode", "base64Decode", "length", "md5", "sqlHexDecode", "unknown"))
        .noneMatch(SimpleValues::areKeptBy);
    assertThat(List.of("urlDecodeUni", "URLDECODEUNI", "lowercase"))
        .allMatch(SimpleValues::areKeptBy);
  }
}
