package dev.verge.node.peer;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much time this process has missed: in which it was stopped, or so starved that one of its
 * event loops did not run. Thread-safe.
 *
 * <p>A beat goes from event loop to event loop, once round each {@link #PERIOD}. What a round takes
 * longer than it should, by more than the usual jitter, is missed time; a round that hangs is
 * counted while it hangs. One loop is not enough to watch: an answer may be late because the loop
 * of a connection, or in a world the loop of the other location, did not run. It beats only while
 * somebody listens.
 */
final class Pulse implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Pulse.class);
  private static final long PATIENCE_SECONDS = 2;
  private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long JITTER = TimeUnit.MILLISECONDS.toNanos(5);

  /** On a large machine a sample of the loops will do. */
  private static final int MAX_LOOPS = 8;

  private final Vertx vertx;
  private final LongSupplier nanos;
  private final List<Context> loops = new CopyOnWriteArrayList<>();
  private final Future<String> deployment;
  private final AtomicInteger listeners = new AtomicInteger();
  private final AtomicBoolean beating = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** When the round under way should end, and what was missed before it. */
  private record Round(long due, long missed) {}

  private volatile Round round = new Round(Long.MAX_VALUE, 0);

  Pulse(Vertx vertx, LongSupplier nanos) {
    this.vertx = vertx;
    this.nanos = nanos;
    int count = Math.min(MAX_LOOPS, 2 * Runtime.getRuntime().availableProcessors());
    this.deployment =
        vertx.deployVerticle(
            () ->
                new VerticleBase() {
                  @Override
                  public Future<?> start() throws Exception {
                    loops.add(context);
                    return super.start();
                  }
                },
            new DeploymentOptions().setInstances(count));
    deployment.onSuccess(id -> beginIfWanted());
  }

  /** Nanoseconds missed so far; differences count. */
  long missed(long now) {
    Round current = round;
    return current.missed() + late(current, now);
  }

  private static long late(Round round, long now) {
    return round.due() == Long.MAX_VALUE ? 0 : Math.max(0, now - round.due() - JITTER);
  }

  /** Whether missed time is noticed now. */
  boolean beating() {
    return beating.get();
  }

  /** Somebody wants to know from now on. */
  void listen() {
    listeners.incrementAndGet();
    beginIfWanted();
  }

  /** Ends one {@link #listen}. */
  void forget() {
    listeners.decrementAndGet();
  }

  private void beginIfWanted() {
    if (listeners.get() > 0 && deployment.succeeded() && beating.compareAndSet(false, true)) {
      begin();
    }
  }

  private void begin() {
    round = new Round(nanos.getAsLong() + PERIOD, missed(nanos.getAsLong()));
    loops
        .getFirst()
        .runOnContext(v -> vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(PERIOD), id -> visit(1)));
  }

  /** On the loop before that one. */
  private void visit(int loop) {
    if (loop < loops.size()) {
      loops.get(loop).runOnContext(v -> visit(loop + 1));
    } else {
      end();
    }
  }

  private void end() {
    rest();
    beginIfWanted();
  }

  private void rest() {
    round = new Round(Long.MAX_VALUE, missed(nanos.getAsLong()));
    beating.set(false);
  }

  /** Bounded; once is enough. */
  @Override
  public void close() {
    listeners.set(0);
    if (closed.compareAndSet(false, true)) {
      try {
        deployment.compose(vertx::undeploy).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException | RuntimeException e) {
        log.debug("the pulse did not stop in order", e);
      }
      rest(); // what was under way ended with its loops
    }
  }
}
