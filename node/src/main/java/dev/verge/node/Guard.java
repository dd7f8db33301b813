package dev.verge.node;

import dev.verge.Problem;
import dev.verge.Response;
import dev.verge.node.config.Limits;
import dev.verge.shield.guard.Access;
import dev.verge.shield.guard.Concurrency;
import dev.verge.shield.guard.PerAddress;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Step 1: what holds before anything else looks at a request: who is let in, the bounds of its head
 * and body, and how many requests are worked on at once, in all and for one address. Runs on event
 * loops; thread-safe.
 */
final class Guard {
  private static final long GRACE_MILLIS = 1_000;

  /** RFC 9113, section 7. */
  private static final long NO_ERROR = 0;

  private final Limits limits;
  private final Access access;
  private final Concurrency inFlight;
  private final PerAddress perAddress;

  /** Requests whose bodies have not come yet: they do not keep others from being served. */
  private final AtomicInteger reading = new AtomicInteger();

  Guard(Limits limits, Access access) {
    this.limits = limits;
    this.access = access;
    this.inFlight = new Concurrency(limits.inFlight(), limits.queueTime().toNanos());
    this.perAddress = new PerAddress(limits.inFlightPerAddress());
  }

  /** What a request holds while it is here; given back once, by {@link Guard#leave}. */
  static final class Places {
    private boolean atAddress;
    private @Nullable Concurrency inFlight;

    /** A thread has taken up what it was asked at that time. By one thread at a time. */
    void takenUp(Concurrency.Queue queue, long askedNanos) {
      if (inFlight != null) {
        long now = System.nanoTime();
        inFlight.waited(queue, now, now - askedNanos);
      }
    }
  }

  /** Looks at the head of a request: why it is not taken, or null. */
  @Nullable Problem look(Exchange x) {
    long start = System.nanoTime();
    Problem why = refusal(x);
    x.timings.add("guard", System.nanoTime() - start);
    return why;
  }

  /**
   * Reads the body of a request that {@link #look} found well, and goes on with {@code admitted},
   * or refuses. Exactly one of the two is called, unless the client goes away before; {@link
   * #leave} must follow it.
   */
  void admit(Exchange x, Runnable admitted, Consumer<Response> refused) {
    if (isBodyless(x.http)) {
      enter(x, admitted, refused);
    } else if (reading.incrementAndGet() > limits.inFlight()) {
      reading.decrementAndGet();
      refuse(x, busy(), refused);
    } else {
      new BodyReader(x, admitted, refused).start();
    }
  }

  private @Nullable Problem refusal(Exchange x) {
    HttpServerRequest http = x.http;
    if (!access.admits(x.client.address(), x.client.country())) {
      return Problem.of(403, "Forbidden", "this address or country is not let in");
    }
    if (http.headers().size() > limits.headerCount()) {
      return Problem.of(
          431,
          "Request header fields too large",
          "a request may have " + limits.headerCount() + " headers");
    }
    if (!hasOneHost(http)) {
      return Problem.of(400, "Bad request", "a request names one Host");
    }
    if (!isBodyless(http) && declaredLength(http) > limits.body()) {
      return tooLarge();
    }
    x.places.atAddress = perAddress.enter(x.network);
    return x.places.atAddress ? null : tooMany();
  }

  private void enter(Exchange x, Runnable admitted, Consumer<Response> refused) {
    if (inFlight.enter(System.nanoTime())) {
      x.places.inFlight = inFlight;
      admitted.run();
    } else {
      refuse(x, busy(), refused);
    }
  }

  private static void refuse(Exchange x, Problem why, Consumer<Response> refused) {
    closeAfter(x);
    refused.accept(why.toResponse());
  }

  /**
   * Undoes the content coding of a body; on the request's thread.
   *
   * @throws Problem 4xx if it cannot be undone within the bounds
   */
  void decode(Exchange x) {
    byte[] decoded = ContentCoding.decode(x.http.headers(), x.body(), limits.body());
    if (decoded != null) {
      x.body(decoded);
    }
  }

  /** A request that was admitted or refused has been answered, or its client has gone. */
  void leave(Exchange x) {
    if (x.places.atAddress) {
      x.places.atAddress = false;
      perAddress.leave(x.network);
    }
    if (x.places.inFlight != null) {
      x.places.inFlight.leave();
      x.places.inFlight = null;
    }
  }

  /** RFC 9112, section 3.2. */
  private static boolean hasOneHost(HttpServerRequest http) {
    return http.version() != HttpVersion.HTTP_1_1
        || http.headers().getAll(HttpHeaders.HOST).size() == 1;
  }

  private static boolean isBodyless(HttpServerRequest http) {
    if (http.version() == HttpVersion.HTTP_2) {
      return http.isEnded();
    }
    return !http.headers().contains(HttpHeaders.CONTENT_LENGTH)
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
    return Problem.of(413, "Content too large", "a body may have " + limits.body() + " bytes");
  }

  private Problem tooSlow() {
    return Problem.of(
        408, "Request timeout", "a body must come within " + limits.bodyTime().toMillis() + " ms");
  }

  private static Problem tooMany() {
    return Problem.of(
            429, "Too many requests", "too many requests of this address are being answered")
        .retryAfter(Duration.ofSeconds(1));
  }

  private static Problem busy() {
    return Problem.unavailable("the location is busy", Duration.ofSeconds(1));
  }

  /**
   * What is left of a refused body is not wanted: over HTTP/1 the connection ends, over HTTP/2 the
   * stream. Not at once, so that a client that is still sending gets to read the answer.
   */
  static void closeAfter(Exchange x) {
    HttpServerRequest http = x.http;
    if (isBodyless(http)) {
      return;
    }
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
              .setTimer(
                  limits.bodyTime().toMillis(), late -> end(() -> refuse(x, tooSlow(), refused)));
      if (x.http.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
        x.http.response().writeContinue();
      }
      x.http.handler(this::more);
      x.http.endHandler(v -> end(this::whole));
      x.http.exceptionHandler(gone -> end(() -> leave(x)));
    }

    private void more(Buffer part) {
      if (done) {
        return;
      }
      if (collected.length() + part.length() > limits.body()) {
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
