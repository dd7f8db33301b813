package dev.verge.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ClosingTest {
  private final List<String> closed = new CopyOnWriteArrayList<>();

  @Test
  void closesOnceAndTheLastOpenedFirst() {
    Closing closing = new Closing(Duration.ofSeconds(5));
    closing.add("a", () -> closed.add("a"));
    closing.add("b", () -> closed.add("b"));
    closing.close();
    closing.close();
    assertThat(closed).containsExactly("b", "a");
  }

  @Test
  void aPartThatHangsOrFailsKeepsNothingElseOpen() {
    CountDownLatch never = new CountDownLatch(1);
    Closing closing = new Closing(Duration.ofMillis(50));
    closing.add("a", () -> closed.add("a"));
    closing.add("hangs", never::await);
    closing.add(
        "fails",
        () -> {
          throw new IllegalStateException("cannot close");
        });
    closing.close();
    assertThat(closed).containsExactly("a");
    never.countDown();
  }
}
