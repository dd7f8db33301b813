package dev.verge.node;

import dev.verge.Problem;
import dev.verge.Response;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Step 1: bounds that hold before anything else looks at a request: the body's size, a readable
 * path, requests in flight. Runs on event loops; thread-safe.
 */
final class Guard {
  private final int maxBody;
  private final int maxInFlight;
  private final AtomicInteger inFlight = new AtomicInteger();

  /**
   * @param maxBody bytes
   * @param maxInFlight requests at once; more are answered 503
   */
  Guard(int maxBody, int maxInFlight) {
    this.maxBody = maxBody;
    this.maxInFlight = maxInFlight;
  }

  /**
   * Reads the body and goes on with {@code admitted}, or refuses. Exactly one of the two is called
   * for each request, unless the client goes away before; {@link #leave} must follow it.
   */
  void admit(Exchange x, Runnable admitted, Consumer<Response> refused) {
    long start = System.nanoTime();
    HttpServerRequest http = x.http;
    Problem problem = null;
    if (inFlight.incrementAndGet() > maxInFlight) {
      problem = Problem.unavailable("the location is busy", Duration.ofSeconds(1));
    } else if (declaredLength(http) > maxBody) {
      problem = tooLarge();
    }
    x.timings.add("guard", System.nanoTime() - start);
    if (problem != null) {
      closeAfter(http);
      refused.accept(problem.toResponse());
    } else if (http.isEnded() || hasNoBody(http)) {
      admitted.run();
    } else {
      new BodyReader(x, admitted, refused).start();
    }
  }

  /** A request that was admitted or refused has been answered, or its client has gone. */
  void leave() {
    inFlight.decrementAndGet();
  }

  private static boolean hasNoBody(HttpServerRequest http) {
    return http.version() != HttpVersion.HTTP_2
        && !http.headers().contains(HttpHeaders.CONTENT_LENGTH)
        && !http.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  /** The announced length; -1: none. Vert.x has refused what is not a number. */
  private static long declaredLength(HttpServerRequest http) {
    String length = http.headers().get(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? -1 : Long.parseLong(length.strip());
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private Problem tooLarge() {
    return Problem.of(413, "Content too large", "a body may have " + maxBody + " bytes");
  }

  /** What is left of a refused body is not read: over HTTP/1 the connection ends. */
  private static void closeAfter(HttpServerRequest http) {
    if (http.version() != HttpVersion.HTTP_2) {
      http.response().putHeader(HttpHeaders.CONNECTION, "close");
    }
  }

  /** Collects a body up to the bound, on the connection's event loop. */
  private final class BodyReader {
    private final Exchange x;
    private final Runnable admitted;
    private final Consumer<Response> refused;
    private final Buffer collected = Buffer.buffer();
    private boolean done;

    BodyReader(Exchange x, Runnable admitted, Consumer<Response> refused) {
      this.x = x;
      this.admitted = admitted;
      this.refused = refused;
    }

    void start() {
      x.http.handler(this::more);
      x.http.endHandler(end -> finish());
      x.http.exceptionHandler(gone -> abandon());
    }

    private void more(Buffer part) {
      if (done) {
        return;
      }
      if (collected.length() + part.length() > maxBody) {
        done = true;
        closeAfter(x.http);
        refused.accept(tooLarge().toResponse());
      } else {
        collected.appendBuffer(part);
      }
    }

    private void finish() {
      if (!done) {
        done = true;
        x.body(collected.getBytes());
        admitted.run();
      }
    }

    private void abandon() {
      if (!done) {
        done = true;
        leave();
      }
    }
  }
}
