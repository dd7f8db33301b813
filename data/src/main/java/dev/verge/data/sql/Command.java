package dev.verge.data.sql;

import dev.verge.Problem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A statement with its arguments, as the writer runs it.
 *
 * @param parsed classified, so allowed
 * @param args bound in order
 */
record Command(Parsed parsed, List<@Nullable Object> args) {
  static Command of(String sql, List<@Nullable Object> args) {
    return new Command(Parsed.of(sql), args);
  }

  /**
   * Waits for the writer's answer.
   *
   * @throws Problem 503 if there is none in time: what was asked may still be carried out
   */
  static <T> T await(CompletableFuture<T> answer, Duration patience, String what) {
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown(what);
    } catch (TimeoutException e) {
      throw unknown(what);
    }
  }

  private static Problem unknown(String what) {
    return Problem.unavailable(
        what + " gave no answer in time; the write may or may not have happened",
        Duration.ofSeconds(1));
  }
}
