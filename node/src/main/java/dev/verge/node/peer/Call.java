package dev.verge.node.peer;

import io.vertx.core.http.HttpClientRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A signed request to another location and what becomes of it. Whether it may have left is decided
 * in one place, {@link #where}: whoever ends the call learns it in the same step in which the call
 * loses its right to leave.
 */
final class Call {
  /** Where the request is. */
  enum Where {
    HERE,
    AWAY,
    OVER
  }

  /** What became of it. */
  sealed interface Outcome {}

  /** An authentic answer; its body is not yet compared with the digest. */
  record Answer(int status, String digest, byte[] body) implements Outcome {}

  /**
   * No answer.
   *
   * @param sent whether the request may have been carried out
   */
  record Lost(boolean sent, String why) implements Outcome {}

  final String operation;
  final byte[] body;
  final String digest;
  final String nonce;
  final String time;
  final String signature;
  final long startedNanos;
  final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  /** The HTTP/2 stream; on the event loop only. */
  @Nullable HttpClientRequest stream;

  private final AtomicReference<Where> where = new AtomicReference<>(Where.HERE);

  Call(Peer.Ground ground, String to, Nonce nonce, String operation, byte[] body) {
    this.operation = operation;
    this.body = body;
    this.digest = ClusterSecret.digest(body);
    this.nonce = nonce.text();
    this.time = Long.toString(ground.clock().millis());
    this.signature =
        ground.secret().signRequest(operation, ground.here(), to, time, this.nonce, digest);
    this.startedNanos = ground.nanos().getAsLong();
  }

  /** From now on the request may be carried out. False if the call is over: then it must not be. */
  boolean leave() {
    return where.compareAndSet(Where.HERE, Where.AWAY);
  }

  /**
   * The request turns out not to have left. False if the call is over: then its caller was told
   * that it may have, and it goes on its way.
   */
  boolean comeBack() {
    return where.compareAndSet(Where.AWAY, Where.HERE);
  }

  /** Ends the call and tells where its request was. */
  Where end() {
    return where.getAndSet(Where.OVER);
  }

  /** Ends the call with an answer, unless it is over. */
  void answer(Answer answer) {
    if (end() != Where.OVER) {
      outcome.complete(answer);
    }
  }

  /** Ends the call without an answer, unless it is over. */
  void lose(String why) {
    Where was = end();
    if (was != Where.OVER) {
      outcome.complete(new Lost(was == Where.AWAY, why));
    }
  }
}
