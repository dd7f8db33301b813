package dev.verge.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verge.node.peer.Call.Answer;
import dev.verge.node.peer.Call.Lost;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallTest {
  private static final byte[] NOTHING = {};

  private final Vertx vertx = Vertx.vertx();
  private final Pulse pulse = new Pulse(vertx, System::nanoTime);
  private final Call call =
      new Call(
          new Peer.Ground(
              vertx,
              "fra",
              ClusterSecret.of(TestCluster.SECRET),
              Wire.DIRECT,
              InstantSource.system(),
              System::nanoTime,
              pulse),
          "iad",
          new Nonce.Source().next(),
          "echo",
          NOTHING);

  @AfterEach
  void close() throws Exception {
    pulse.close();
    vertx.close().await(5, TimeUnit.SECONDS);
  }

  @Test
  void aCallThatIsOverMayNotLeave() {
    call.lose("given up");
    assertThat(call.leave()).isFalse();
    assertThat(call.outcome.join()).isEqualTo(new Lost(false, "given up"));
  }

  @Test
  void aCallThatLeftMayHaveBeenCarriedOut() {
    assertThat(call.leave()).isTrue();
    call.lose("given up");
    assertThat(call.comeBack()).as("it goes on its way").isFalse();
    assertThat(call.outcome.join()).isEqualTo(new Lost(true, "given up"));
  }

  @Test
  void aCallThatFoundNoConnectionWasNotCarriedOut() {
    assertThat(call.leave()).isTrue();
    assertThat(call.comeBack()).isTrue();
    call.lose("refused");
    assertThat(call.leave()).isFalse();
    assertThat(call.outcome.join()).isEqualTo(new Lost(false, "refused"));
  }

  @Test
  void theFirstOutcomeStands() {
    Answer answer = new Answer(200, "digest", NOTHING);
    assertThat(call.leave()).isTrue();
    call.answer(answer);
    call.lose("too late");
    assertThat(call.outcome.join()).isSameAs(answer);
  }
}
