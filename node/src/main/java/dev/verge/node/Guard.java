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
  private static final long GRACE_MILLIS = 1_000;

  /** RFC 9113, section 7. */
  private static final long NO_ERROR = 0;

  private final int maxBody;
  private final int maxInFlight;
  private final Duration bodyTime;
  private final AtomicInteger inFlight = new AtomicInteger();

  /** Requests whose bodies have not come yet: they do not keep others from being served. */
  private final AtomicInteger reading = new AtomicInteger();

  /**
   * @param maxBody bytes
   * @param maxInFlight requests at once, and as many whose bodies are on their way; more are
   *     answered 503
   * @param bodyTime within which a body must have come whole; later is answered 408
   */
  Guard(int maxBody, int maxInFlight, Duration bodyTime) {
    this.maxBody = maxBody;
    this.maxInFlight = maxInFlight;
    this.bodyTime = bodyTime;
  }

  /**
   * Reads the body and goes on with {@code admitted}, or refuses. Exactly one of the two is called
   * for each request, unless the client goes away before; {@link #leave} must follow it.
   */
  void admit(Exchange x, Runnable admitted, Consumer<Response> refused) {
    long start = System.nanoTime();
    HttpServerRequest http = x.http;
    boolean bodyless = http.isEnded() || hasNoBody(http);
    boolean tooLarge = !bodyless && declaredLength(http) > maxBody;
    boolean busy = !bodyless && !tooLarge && !begin(reading);
    x.timings.add("guard", System.nanoTime() - start);
    if (!hasOneHost(http)) {
      refuse(x, Problem.of(400, "Bad request", "a request names one Host"), refused);
    } else if (bodyless) {
      enter(x, admitted, refused);
    } else if (tooLarge || busy) {
      refuse(x, tooLarge ? tooLarge() : busy(), refused);
    } else {
      new BodyReader(x, admitted, refused).start();
    }
  }

  private void enter(Exchange x, Runnable admitted, Consumer<Response> refused) {
    if (begin(inFlight)) {
      admitted.run();
    } else {
      refuse(x, busy(), refused);
    }
  }

  private void refuse(Exchange x, Problem why, Consumer<Response> refused) {
    inFlight.incrementAndGet();
    closeAfter(x);
    refused.accept(why.toResponse());
  }

  private boolean begin(AtomicInteger places) {
    if (places.incrementAndGet() > maxInFlight) {
      places.decrementAndGet();
      return false;
    }
    return true;
  }

  /** A request that was admitted or refused has been answered, or its client has gone. */
  void leave() {
    inFlight.decrementAndGet();
  }

  /** RFC 9112, section 3.2. */
  private static boolean hasOneHost(HttpServerRequest http) {
    return http.version() != HttpVersion.HTTP_1_1
        || http.headers().getAll(HttpHeaders.HOST).size() == 1;
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

  private Problem tooSlow() {
    return Problem.of(
        408, "Request timeout", "a body must come within " + bodyTime.toMillis() + " ms");
  }

  private static Problem busy() {
    return Problem.unavailable("the location is busy", Duration.ofSeconds(1));
  }

  /**
   * What is left of a refused body is not wanted: over HTTP/1 the connection ends, over HTTP/2 the
   * stream. Not at once, so that a client that is still sending gets to read the answer.
   */
  private static void closeAfter(Exchange x) {
    HttpServerRequest http = x.http;
    boolean stream = http.version() == HttpVersion.HTTP_2;
    if (!stream) {
      http.response().putHeader(HttpHeaders.CONNECTION, "close");
    }
    x.context
        .owner()
        .setTimer(
            GRACE_MILLIS,
            t -> {
              if (http.isEnded()) {
                return;
              }
              if (stream) {
                http.response().reset(NO_ERROR);
              } else {
                http.connection().close();
              }
            });
  }

  /** Collects a body up to the bounds of size and time, on the connection's event loop. */
  private final class BodyReader {
    private final Exchange x;
    private final Runnable admitted;
    private final Consumer<Response> refused;
    private final Buffer collected = Buffer.buffer();
    private long timer;
    private boolean done;

    BodyReader(Exchange x, Runnable admitted, Consumer<Response> refused) {
      this.x = x;
      this.admitted = admitted;
      this.refused = refused;
    }

    void start() {
      timer =
          x.context
              .owner()
              .setTimer(bodyTime.toMillis(), late -> end(() -> refuse(x, tooSlow(), refused)));
      if (x.http.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
        x.http.response().writeContinue();
      }
      x.http.handler(this::more);
      x.http.endHandler(v -> end(this::whole));
      x.http.exceptionHandler(gone -> end(() -> {}));
    }

    private void more(Buffer part) {
      if (done) {
        return;
      }
      if (collected.length() + part.length() > maxBody) {
        end(() -> refuse(x, tooLarge(), refused));
      } else {
        collected.appendBuffer(part);
      }
    }

    private void whole() {
      x.body(collected.getBytes());
      enter(x, admitted, refused);
    }

    private void end(Runnable next) {
      if (!done) {
        done = true;
        x.context.owner().cancelTimer(timer);
        reading.decrementAndGet();
        next.run();
      }
    }
  }
}
