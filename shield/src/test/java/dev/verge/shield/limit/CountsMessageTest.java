package dev.verge.shield.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.verge.shield.limit.CountsMessage.Round;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CountsMessageTest {
  private static final byte[] MESSAGE = message().toBytes();

  @Test
  void isReadAsItWasWritten() {
    CountsMessage read = CountsMessage.of(MESSAGE);
    assertThat(read.incarnation()).isEqualTo(-5);
    assertThat(read.rounds()).hasSize(2);
    Round second = read.rounds().get(1);
    assertThat(second.number()).isEqualTo(4_000_000_000L);
    assertThat(second.ageMicros()).isEqualTo(200_000);
    assertThat(second.limits()).hasSize(1);
    Counts counts = second.limits().get(0);
    assertThat(counts.limit()).isEqualTo("per-user");
    assertThat(counts.size()).isEqualTo(1);
    assertThat(counts.key(0)).isEqualTo(Long.MIN_VALUE);
    assertThat(counts.count(0)).isEqualTo(Integer.MAX_VALUE);
    assertThat(read.toBytes()).isEqualTo(MESSAGE);
  }

  @Test
  void saysWhatIsWrong() {
    refuses(
        () -> CountsMessage.of(new byte[0]), "counts of limits: it is cut short, at byte 0 of 0");
    refuses(() -> CountsMessage.of(new byte[] {9}), "version 9, known is 1, at byte 1 of 1");
    refuses(() -> CountsMessage.of(Arrays.copyOf(MESSAGE, MESSAGE.length + 1)), "more bytes than");
    refuses(() -> CountsMessage.of(new byte[CountsMessage.MAX_BYTES + 1]), "at most 1048576");
    byte[] many = new BytesOut().octet(1).fixed(7).number(1_000_000).toBytes();
    refuses(() -> CountsMessage.of(many), "the number of rounds is at most 3, not 1000000");
    Counts nothing = new Counts("route");
    nothing.add(7, 0);
    byte[] zero = new CountsMessage(1, List.of(new Round(1, 0, List.of(nothing)))).toBytes();
    refuses(() -> CountsMessage.of(zero), "a count of 0");
    byte[] endless = new byte[30];
    Arrays.fill(endless, (byte) 0xFF);
    endless[0] = 1;
    refuses(() -> CountsMessage.of(endless), "of more than nine bytes");
    refuses(
        () -> CountsMessage.acknowledged(new byte[] {1}), "an acknowledgement of counts: it is");
  }

  @Test
  void refusesWhateverIsCutShort() {
    for (int length = 0; length < MESSAGE.length; length++) {
      byte[] cut = Arrays.copyOf(MESSAGE, length);
      refuses(() -> CountsMessage.of(cut), "counts of limits: ");
    }
  }

  @Test
  void isReadOrRefusedWhateverItsBytesAre() {
    Random random = new Random(1);
    int read = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] damaged = MESSAGE.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        assertThat(CountsMessage.of(damaged).rounds()).hasSizeLessThanOrEqualTo(MESSAGE.length);
        read++;
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageStartingWith("counts of limits: ");
      }
    }
    assertThat(read).isBetween(1_000, 49_000);
  }

  private static CountsMessage message() {
    Counts route = new Counts("route");
    for (int i = 0; i < 40; i++) {
      route.add(i, i + 1);
    }
    Counts user = new Counts("per-user");
    user.add(Long.MIN_VALUE, Integer.MAX_VALUE);
    return new CountsMessage(
        -5,
        List.of(
            new Round(1, 400_000, List.of(route, user)),
            new Round(4_000_000_000L, 200_000, List.of(user))));
  }

  private static void refuses(ThrowingCallable reading, String why) {
    assertThatThrownBy(reading)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
