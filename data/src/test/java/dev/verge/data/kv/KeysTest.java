package dev.verge.data.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.verge.Consistency;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeysTest {
  @Test
  void keysAreOrderedByUtf8AndNotByUtf16() {
    assertThat(Keys.compare("\uffff", "\ud83d\ude42")).isNegative();
    assertThat(Keys.compare("a", "aa")).isNegative();
    assertThat(Keys.compare("é", "z")).isPositive();
    assertThat(Keys.compare("é", "é")).isZero();
  }

  @Test
  void theEndOfAPrefixIsTheLeastTextAboveIt() {
    String top = Character.toString(Character.MAX_CODE_POINT);
    assertThat(Keys.above("a")).isEqualTo("b");
    assertThat(Keys.above("a" + top)).isEqualTo("b");
    assertThat(Keys.above("x\ud7ff")).isEqualTo("x\ue000");
    assertThat(Keys.above("\uffff")).isEqualTo("\ud800\udc00");
    assertThat(Keys.above("")).isNull();
    assertThat(Keys.above(top + top)).isNull();
  }

  @Test
  void aCursorIsGoodForItsListOnly() {
    String cursor = Cursor.after("data", "k", "k1");
    assertThat(Cursor.key("data", "k", cursor)).isEqualTo("k1");
    assertThat(Cursor.key("data", "k", null)).isNull();
    assertThat(cursor).doesNotContain("k1").matches("[\\w-]+");
  }

  @Test
  void declarationsThatMakeNoSenseAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KvSpec("data", Consistency.eventual(), Duration.ZERO))
        .withMessageContaining("'data'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KvSpec("data", Consistency.eventual(), Duration.ofSeconds(-1)));
    KvSpec spec = new KvSpec("data", Consistency.eventual(), null);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KvDatasets.of(List.of(spec, spec), List.of("iad"), "iad", "iad"))
        .withMessageContaining("'data' is declared twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KvDatasets.of(List.of(spec), List.of("iad"), "nrt", "iad"))
        .withMessageContaining("nrt");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KvDatasets.of(List.of(spec), List.of("tokyo"), "tokyo", "tokyo"))
        .withMessageContaining("'tokyo'");
  }

  @Test
  void partitionsAreLaidOutByConsistency() {
    KvDatasets datasets =
        KvDatasets.of(
            List.of(
                new KvSpec("cache", Consistency.eventual(), null),
                new KvSpec("sessions", Consistency.strongPerUser(), null)),
            List.of("iad", "nrt"),
            "nrt",
            "iad");
    assertThat(datasets.sqlSpecs())
        .extracting(spec -> spec.name() + " " + spec.primary())
        .containsExactly("kv.cache iad", "kv.sessions@iad iad", "kv.sessions@nrt nrt");
    assertThat(datasets.sqlSpecs().getLast().consistency()).isEqualTo(Consistency.strong());
    assertThat(datasets.owner("kv.sessions@nrt").orElseThrow().name()).isEqualTo("sessions");
    assertThat(datasets.owner("catalog")).isEmpty();
  }
}
