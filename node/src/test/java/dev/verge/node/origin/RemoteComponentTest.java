package dev.verge.node.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.verge.Problem;
import dev.verge.Retryable;
import dev.verge.data.Unreachable;
import dev.verge.web.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RemoteComponentTest {
  /** One method of each kind. */
  interface Shop {
    String order(String what);

    @Retryable
    String find(String what);
  }

  /** What becomes of a call: an answer, or none. */
  private sealed interface Fate {}

  private record Answer(String json) implements Fate {}

  private record Lost(boolean sent, Duration after) implements Fate {}

  private static final Answer DONE = new Answer("[\"done\"]");
  private static final Lost NOT_SENT = new Lost(false, Duration.ZERO);
  private static final Lost BROKEN = new Lost(true, Duration.ofMillis(50));
  private static final Lost SILENT = new Lost(true, Duration.ofMillis(150));
  private static final Lost SILENT_AND_NOT_SENT = new Lost(false, Duration.ofMillis(150));

  private final AtomicLong nanos = new AtomicLong();
  private int calls;

  private @Nullable Object call(String method, Fate... fates) throws NoSuchMethodException {
    Iterator<Fate> script = List.of(fates).iterator();
    calls = 0;
    RemoteComponent remote =
        new RemoteComponent(
            "iad",
            (location, operation, body, deadline) -> {
              calls++;
              assertThat(location).isEqualTo("iad");
              assertThat(operation).isEqualTo("origin." + Shop.class.getName() + "." + method);
              assertThat(new String(body, StandardCharsets.UTF_8)).isEqualTo("[\"bread\"]");
              assertThat(deadline).isEqualTo(Duration.ofSeconds(5));
              return switch (script.next()) {
                case Answer answer -> answer.json.getBytes(StandardCharsets.UTF_8);
                case Lost lost -> {
                  nanos.addAndGet(lost.after.toNanos());
                  throw new Unreachable("iad", lost.sent, "no answer");
                }
              };
            },
            new Json(),
            nanos::get);
    Contract.Call call =
        Contract.of(Shop.class).call(Shop.class.getDeclaredMethod(method, String.class));
    return remote.call(call, new Object[] {"bread"});
  }

  private Problem problem(String method, Fate... fates) {
    return catchThrowableOfType(Problem.class, () -> call(method, fates));
  }

  @Test
  void whatDidNotLeaveIsTriedOnceMore() throws Exception {
    assertThat(call("order", DONE)).isEqualTo("done");
    assertThat(calls).isEqualTo(1);
    assertThat(call("order", NOT_SENT, DONE)).isEqualTo("done");
    assertThat(calls).isEqualTo(2);
    assertThat(problem("order", NOT_SENT, NOT_SENT, DONE).status()).isEqualTo(503);
    assertThat(calls).isEqualTo(2);
  }

  @Test
  void whatMayHaveHappenedIsTriedAgainOnlyIfItIsRetryable() throws Exception {
    Problem problem = problem("order", BROKEN, DONE);
    assertThat(calls).isEqualTo(1);
    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.retryAfterSeconds()).isEqualTo(1);
    assertThat(problem.detail())
        .isEqualTo("the origin (iad) is out of reach, the outcome is unknown");
    assertThat(call("find", BROKEN, DONE)).isEqualTo("done");
    assertThat(calls).isEqualTo(2);
  }

  @Test
  void theOutcomeIsKnownIfNothingLeft() {
    assertThat(problem("order", NOT_SENT, NOT_SENT).detail())
        .isEqualTo("the origin (iad) is out of reach");
  }

  @Test
  void nothingIsTriedAgainAfterSilence() {
    for (Lost silence : List.of(SILENT, SILENT_AND_NOT_SENT)) {
      assertThat(problem("find", silence, DONE).status()).isEqualTo(503);
      assertThat(calls).isEqualTo(1);
    }
  }

  @Test
  void anAnswerThatCannotBeReadIsA500WithoutInsides() {
    for (String json : List.of("", "[]", "{", "[1]", "[\"a\",\"b\"]")) {
      assertThat(problem("find", new Answer(json))).as(json).hasMessage("Internal server error");
      assertThat(calls).isEqualTo(1);
    }
  }
}
