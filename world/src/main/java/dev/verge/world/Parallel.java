package dev.verge.world;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Does the same to several things at once. */
final class Parallel {
  private Parallel() {}

  /**
   * Returns when all have ended.
   *
   * @throws RuntimeException what the first that failed threw; the others' is suppressed in it
   */
  static <T> void run(Collection<? extends T> things, Consumer<? super T> action) {
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      things.forEach(thing -> running.add(threads.submit(() -> action.accept(thing))));
    }
    RuntimeException failure = null;
    for (Future<?> ended : running) {
      if (ended.state() == Future.State.FAILED) {
        RuntimeException next = unchecked(ended.exceptionNow());
        if (failure == null) {
          failure = next;
        } else {
          failure.addSuppressed(next);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static RuntimeException unchecked(Throwable e) {
    return e instanceof RuntimeException thrown ? thrown : new CompletionException(e);
  }
}
