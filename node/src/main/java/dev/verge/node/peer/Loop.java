package dev.verge.node.peer;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A context on the next event loop in turn. Vert.x gives a thread that is not its own the same
 * context each time, so what one thread starts would all run on one loop. Thread-safe.
 */
final class Loop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Loop.class);
  private static final long PATIENCE_SECONDS = 5;

  private final Vertx vertx;
  private final Context context;
  private final String deployment;

  private Loop(Vertx vertx, Context context, String deployment) {
    this.vertx = vertx;
    this.context = context;
    this.deployment = deployment;
  }

  /** Takes one; not to be called on an event loop. */
  static Loop take(Vertx vertx) {
    Holder holder = new Holder();
    try {
      String deployment = vertx.deployVerticle(holder).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return new Loop(vertx, holder.context(), deployment);
    } catch (TimeoutException e) {
      throw new IllegalStateException("no event loop answers in " + PATIENCE_SECONDS + " s", e);
    }
  }

  Context context() {
    return context;
  }

  /** Ends its timers and servers; bounded. */
  @Override
  public void close() {
    try {
      vertx.undeploy(deployment).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | RuntimeException e) {
      log.debug("an event loop was not given back in order", e);
    }
  }

  private static final class Holder extends VerticleBase {
    Context context() {
      return context;
    }

    @Override
    public Future<?> start() {
      return Future.succeededFuture();
    }
  }
}
