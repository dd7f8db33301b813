package dev.verge.node.peer;

import dev.verge.data.Unreachable;
import dev.verge.node.peer.Call.Answer;
import dev.verge.node.peer.Call.Lost;
import dev.verge.node.peer.Call.Outcome;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One other location, as a caller sees it: the calls that are open, and whether it lives ({@link
 * Liveness}). All state belongs to one event loop, but for the little that {@link #call} and {@link
 * #status} read; the waiting is done by the callers' own threads.
 */
final class Peer implements Line.Events {
  private static final Logger log = LoggerFactory.getLogger(Peer.class);
  private static final int MAX_CALLS = 4_096;
  private static final int PROBES_PER_CONNECTION = 4;
  private static final long TICK_MILLIS = TimeUnit.NANOSECONDS.toMillis(Liveness.TICK);
  private static final long PING_KEPT = TimeUnit.SECONDS.toNanos(1);
  private static final long MEASURE_EVERY = TimeUnit.SECONDS.toNanos(5);
  private static final long PATIENCE_SECONDS = 2;
  private static final int SMOOTHING = 8;
  private static final byte[] NOTHING = {};

  /** What the peers of one node share. */
  record Ground(
      Vertx vertx,
      String here,
      ClusterSecret secret,
      Wire wire,
      InstantSource clock,
      LongSupplier nanos,
      Pulse pulse) {}

  /** What is seen of it from other threads; times in nanoseconds, 0: none. */
  private record Seen(boolean silent, long heard, long roundTrip) {}

  private final Ground ground;
  private final String there;
  private final Loop own;
  private final Context loop;
  private final Line line;
  private final Nonce.Source nonces = new Nonce.Source();
  private final Liveness liveness = new Liveness();
  private final Set<Call> calls = new HashSet<>();

  /** In the order in which they were sent. */
  private final Set<Call> pings = new LinkedHashSet<>();

  private boolean ticking;
  private boolean closed;
  private int probes;
  private long measuredNanos;
  private volatile Seen seen = new Seen(false, 0, 0);

  Peer(Ground ground, String there, Function<String, @Nullable SocketAddress> addresses) {
    this.ground = ground;
    this.there = there;
    this.own = Loop.take(ground.vertx());
    this.loop = own.context();
    this.line = new Line(ground, there, loop, addresses, this);
    this.measuredNanos = ground.nanos().getAsLong() - MEASURE_EVERY;
  }

  boolean reachable() {
    return !seen.silent();
  }

  PeerStatus status() {
    Seen now = seen;
    Duration sinceHeard =
        now.heard() == 0 ? null : Duration.ofNanos(ground.nanos().getAsLong() - now.heard());
    Duration roundTrip = now.roundTrip() == 0 ? null : Duration.ofNanos(now.roundTrip());
    return new PeerStatus(there, !now.silent(), sinceHeard, roundTrip);
  }

  /** On the caller's thread, as are the next three. */
  byte[] call(String operation, byte[] body, Duration deadline) throws Unreachable {
    if (seen.silent()) {
      throw new Unreachable(there, false, there + " is silent: asked for a sign of life");
    }
    Call call = new Call(ground, there, nonces.next(), operation, body);
    loop.runOnContext(v -> start(call));
    return switch (await(call, deadline)) {
      case Lost lost -> throw new Unreachable(there, lost.sent(), lost.why());
      case Answer answer -> content(call, answer);
    };
  }

  private Outcome await(Call call, Duration deadline) {
    try {
      return call.outcome.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return giveUp(call, there + " did not answer in " + deadline.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return giveUp(call, "interrupted while waiting for " + there);
    } catch (ExecutionException e) {
      throw new IllegalStateException("outcomes are values", e);
    }
  }

  /** Ends the call unless it has just ended otherwise. */
  private Outcome giveUp(Call call, String why) {
    call.lose(call.operation + ": " + why);
    loop.runOnContext(v -> {
      calls.remove(call);
      line.cancel(call);
    });
    return call.outcome.join();
  }

  private byte[] content(Call call, Answer answer) throws Unreachable {
    if (!ClusterSecret.same(ClusterSecret.digest(answer.body()), answer.digest())) {
      throw new Unreachable(there, true, call.operation + ": " + there + "'s answer is damaged");
    }
    if (answer.status() != 200) {
      throw Problems.read(answer.body());
    }
    return answer.body();
  }

  private void start(Call call) {
    if (closed) {
      call.lose(ground.here() + " is stopping");
    } else if (seen.silent()) {
      call.lose(there + " is silent");
    } else if (calls.size() >= MAX_CALLS) {
      call.lose(MAX_CALLS + " calls to " + there + " are under way");
    } else {
      long now = ground.nanos().getAsLong();
      calls.add(call);
      liveness.started(now);
      watch(now);
      if (now - measuredNanos >= MEASURE_EVERY) {
        ping();
      }
      line.send(call);
    }
  }

  @Override
  public void answered(Call call, Answer answer) {
    boolean wasPing = pings.remove(call);
    calls.remove(call);
    long now = ground.nanos().getAsLong();
    heard(now, wasPing ? smooth(now - call.startedNanos) : seen.roundTrip());
    call.answer(answer);
  }

  private long smooth(long roundTrip) {
    long old = seen.roundTrip();
    return old == 0 ? roundTrip : old + (roundTrip - old) / SMOOTHING;
  }

  @Override
  public void part() {
    heard(ground.nanos().getAsLong(), seen.roundTrip());
  }

  private void heard(long now, long roundTrip) {
    if (liveness.heard(now, !calls.isEmpty())) {
      log.info("{} hears {} again", ground.here(), there);
    }
    seen = new Seen(false, now, roundTrip);
  }

  @Override
  public void broken(Call call, String why) {
    calls.remove(call);
    pings.remove(call);
    call.lose(call.operation + ": " + why);
  }

  @Override
  public void refused(Call call, String why) {
    broken(call, why);
    long now = ground.nanos().getAsLong();
    if (!closed && liveness.refused(now)) {
      silence(why);
      watch(now);
    }
  }

  private void silence(String why) {
    log.warn("{} cannot reach {}: {}", ground.here(), there, why);
    seen = new Seen(true, seen.heard(), seen.roundTrip());
    probes = 0;
    List<Call> lost = List.copyOf(calls);
    calls.clear();
    lost.forEach(call -> call.lose(call.operation + ": " + why));
    line.drop();
  }

  private void watch(long now) {
    if (!ticking) {
      ticking = true;
      ground.pulse().listen();
      liveness.resume(now, ground.pulse().missed(now));
      ground.vertx().setPeriodic(TICK_MILLIS, this::tick);
    }
  }

  private void tick(long timer) {
    if (closed || !(liveness.active() || !pings.isEmpty())) {
      ticking = false;
      ground.pulse().forget();
      ground.vertx().cancelTimer(timer);
      return;
    }
    long now = ground.nanos().getAsLong();
    switch (liveness.tick(now, ground.pulse().missed(now))) {
      case NOTHING -> {}
      case PING -> ping();
      case SILENT -> silence(there + " has not said anything for 400 ms");
    }
    forgetPings(now);
  }

  private void ping() {
    if (seen.silent() && ++probes % PROBES_PER_CONNECTION == 0) {
      line.drop(); // after a long silence, TCP would take its time to try again
    }
    Call ping = new Call(ground, there, nonces.next(), PeerServer.PING, NOTHING);
    measuredNanos = ping.startedNanos;
    pings.add(ping);
    line.send(ping);
  }

  private void forgetPings(long now) {
    Iterator<Call> oldest = pings.iterator();
    while (oldest.hasNext()) {
      Call ping = oldest.next();
      if (now - ping.startedNanos < PING_KEPT) {
        return;
      }
      oldest.remove();
      ping.end();
      line.cancel(ping);
    }
  }

  /** Fails the calls under way; bounded. */
  void close() {
    loop.runOnContext(v -> {
      closed = true;
      List<Call> lost = List.copyOf(calls);
      calls.clear();
      lost.forEach(call -> call.lose(call.operation + ": " + ground.here() + " is stopping"));
    });
    try {
      line.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | RuntimeException e) {
      log.warn("the connection of {} to {} did not close in order", ground.here(), there, e);
    }
    own.close();
  }
}
