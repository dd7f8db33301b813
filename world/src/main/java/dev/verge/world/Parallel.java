package dev.verge.world;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Does several things at once. */
final class Parallel {
  private Parallel() {}

  /**
   * Does the same to several things, and returns when all have ended.
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

  /**
   * Begins to make something that is needed later.
   *
   * @return waits for it, and throws what making it threw
   */
  static <T> Supplier<T> begin(Supplier<T> maker) {
    FutureTask<T> making = new FutureTask<>(maker::get);
    Thread.ofPlatform().daemon().name("verge-start").start(making);
    return () -> {
      try {
        return making.get();
      } catch (ExecutionException e) {
        throw unchecked(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CompletionException("interrupted while starting", e);
      }
    };
  }

  private static RuntimeException unchecked(@Nullable Throwable e) {
    return e instanceof RuntimeException thrown ? thrown : new CompletionException(e);
  }
}
