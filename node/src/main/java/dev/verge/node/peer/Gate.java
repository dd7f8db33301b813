package dev.verge.node.peer;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges requests by their heads: who is let in. Thread-safe. */
final class Gate {
  private static final Logger log = LoggerFactory.getLogger(Gate.class);

  /** How far the clocks of two nodes may differ, a request's travel included. */
  static final Duration SKEW = Duration.ofSeconds(30);

  /** Anybody who reaches the port can cause refusals, so not each is worth a line. */
  private static final long LOG_EVERY_MILLIS = 10_000;

  private final String here;
  private final Set<String> locations;
  private final ClusterSecret secret;
  private final InstantSource clock;
  private final ReplayGuard replays = new ReplayGuard(SKEW.multipliedBy(3));
  private final AtomicLong nextLog = new AtomicLong(Long.MIN_VALUE);

  Gate(String here, Set<String> locations, ClusterSecret secret, InstantSource clock) {
    this.here = here;
    this.locations = Set.copyOf(locations);
    this.secret = secret;
    this.clock = clock;
  }

  /** A request that a node of the cluster signed for this location. */
  record Visit(String operation, String from, String nonce, String digest) {}

  /** The request's signed facts, or null if it is refused. */
  @Nullable Visit admit(HttpServerRequest request) {
    String from = request.getHeader(Headers.NODE);
    String to = request.getHeader(Headers.TO);
    String time = request.getHeader(Headers.TIME);
    String nonce = request.getHeader(Headers.NONCE);
    String digest = request.getHeader(Headers.DIGEST);
    if (from == null || to == null || time == null || nonce == null || digest == null) {
      return refuse(request, "it is not signed");
    }
    String operation = request.path() == null ? "" : request.path().substring(1);
    String signature = secret.signRequest(operation, from, to, time, nonce, digest);
    if (!HttpMethod.POST.equals(request.method())
        || !ClusterSecret.same(signature, request.getHeader(Headers.SIGNATURE))) {
      return refuse(request, "its signature is wrong: do all nodes have the same cluster secret?");
    }
    if (!locations.contains(from)) {
      return refuse(request, "it comes from " + from + ", there are " + locations);
    }
    if (!to.equals(here)) {
      return refuse(
          request, from + " means it for " + to + ": is the address of " + to + " right?");
    }
    return fresh(request, new Visit(operation, from, nonce, digest), Long.parseLong(time));
  }

  /** Called for authentic requests only, whose time and nonce are therefore well-formed. */
  private @Nullable Visit fresh(HttpServerRequest request, Visit visit, long time) {
    long now = clock.millis();
    if (Math.abs(now - time) > SKEW.toMillis()) {
      return refuse(
          request,
          "%s sent it %d ms from now: are the clocks right?".formatted(visit.from(), time - now));
    }
    Nonce nonce = Nonce.parse(visit.nonce());
    if (nonce == null || !replays.pass(nonce, now)) {
      return refuse(request, "it is a copy of an earlier one from " + visit.from());
    }
    return visit;
  }

  private @Nullable Visit refuse(HttpServerRequest request, String why) {
    long now = clock.millis();
    long next = nextLog.get();
    if (now >= next && nextLog.compareAndSet(next, now + LOG_EVERY_MILLIS)) {
      log.warn("{} refuses a request from {}: {}", here, request.remoteAddress(), why);
    }
    return null;
  }
}
