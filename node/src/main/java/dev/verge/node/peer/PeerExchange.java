package dev.verge.node.peer;

import dev.verge.Problem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;

/**
 * One authenticated request at the server: body in, operation, answer out. All but the operation
 * happens on the event loop. What it takes of the capacity it gives back exactly once: when the
 * operation has run, or when the body does not arrive whole.
 */
final class PeerExchange {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final PeerServer.Service service;
  private final HttpServerRequest request;
  private final Gate.Visit visit;
  private final Context context = Objects.requireNonNull(Vertx.currentContext());
  private byte[] body = {};
  private int received;
  private boolean taken;

  PeerExchange(PeerServer.Service service, HttpServerRequest request, Gate.Visit visit) {
    this.service = service;
    this.request = request;
    this.visit = visit;
  }

  void begin() {
    if (visit.operation().equals(PeerServer.PING)) {
      byte[] nothing = {};
      send(200, ClusterSecret.digest(nothing), nothing);
      return;
    }
    int length = length();
    if (length < 0) {
      refuse(Problem.of(411, "Length required", "the body's length must be stated"));
    } else if (length > service.capacity().maxBody()) {
      refuse(Problem.of(413, "Too large", "the body is over " + service.capacity().maxBody()));
    } else if (!service.capacity().take(length)) {
      refuse(Problem.unavailable(here() + " has too many operations under way", SOON));
    } else {
      taken = true;
      body = new byte[length];
      request.exceptionHandler(e -> giveBack()).handler(this::receive).endHandler(e -> received());
    }
  }

  /** The stated length; {@link Integer#MAX_VALUE} if it is more; -1 if there is none. */
  private int length() {
    String stated = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (stated == null || stated.isEmpty() || !stated.chars().allMatch(Character::isDigit)) {
      return -1;
    }
    return stated.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(stated);
  }

  private void receive(Buffer chunk) {
    if (!taken) {
      return;
    }
    if (chunk.length() > body.length - received) {
      giveBack();
      refuse(Problem.of(400, "Bad request", "the body is longer than stated"));
      return;
    }
    chunk.getBytes(body, received);
    received += chunk.length();
  }

  private void received() {
    if (!taken) {
      return;
    }
    if (received < body.length) {
      giveBack();
      refuse(Problem.of(400, "Bad request", "the body is shorter than stated"));
      return;
    }
    taken = false; // from here on the operation's thread gives back
    try {
      service.threads().execute(this::operate);
    } catch (RejectedExecutionException e) {
      service.capacity().release(body.length);
      answer(Problem.unavailable(here() + " is stopping", SOON));
    }
  }

  private void giveBack() {
    if (taken) {
      taken = false;
      service.capacity().release(body.length);
    }
  }

  /** On a virtual thread. */
  private void operate() {
    Runnable reply;
    try {
      reply = outcome();
    } catch (Problem problem) {
      reply = () -> answer(problem);
    } finally {
      service.capacity().release(body.length);
    }
    Runnable sending = reply;
    context.runOnContext(v -> sending.run());
  }

  private Runnable outcome() {
    if (!visit.digest().equals(ClusterSecret.digest(body))) {
      return () -> end(401, Buffer.buffer());
    }
    byte[] result = service.operations().run(visit.operation(), visit.from(), body);
    if (result.length > service.capacity().maxBody()) {
      throw Problem.of(
          500, "Operation failed", visit.operation() + " at " + here() + " answers too much");
    }
    String digest = ClusterSecret.digest(result);
    return () -> send(200, digest, result);
  }

  /** Before the body is in: what is left of it is not wanted. */
  private void refuse(Problem problem) {
    answer(problem).onComplete(sent -> request.response().reset());
  }

  private Future<Void> answer(Problem problem) {
    byte[] json = Problems.write(problem);
    boolean isError = problem.status() >= 400 && problem.status() < 600;
    return send(isError ? problem.status() : 500, ClusterSecret.digest(json), json);
  }

  private Future<Void> send(int status, String digest, byte[] result) {
    String signature =
        service.secret().signAnswer(here(), visit.from(), visit.nonce(), status, digest);
    request.response().putHeader(Headers.DIGEST, digest).putHeader(Headers.SIGNATURE, signature);
    return end(status, Buffer.buffer(result));
  }

  /** Nothing happens if the caller has given up. */
  private Future<Void> end(int status, Buffer result) {
    HttpServerResponse response = request.response();
    return response.closed() || response.ended()
        ? Future.succeededFuture()
        : response.setStatusCode(status).end(result);
  }

  private String here() {
    return service.operations().location();
  }
}
