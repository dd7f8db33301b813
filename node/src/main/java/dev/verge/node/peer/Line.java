package dev.verge.node.peer;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries calls to another location and answers back: one HTTP/2 connection, opened when needed,
 * and the wire in both directions. To be used on its event loop only, on which it tells what
 * happens.
 */
final class Line {
  private static final int CONNECT_MILLIS = 1_000;
  private static final int IDLE_SECONDS = 60;
  private static final int MAX_WAITING = 8_192;
  private static final int STREAM_WINDOW = 1 << 20;
  private static final int CONNECTION_WINDOW = 16 << 20;
  private static final int MAX_ANSWER = PeerServer.Limits.DEFAULT.body();

  /** Of a large answer, so much is a sign of life. */
  private static final int PART = 256 << 10;

  /** What happens to calls; on the event loop. */
  interface Events {
    /** The answer is authentic. */
    void answered(Call call, Call.Answer answer);

    /** No authentic answer will come. */
    void broken(Call call, String why);

    /** There is no connection. */
    void refused(Call call, String why);

    /** A part of a large answer has come. */
    void part();
  }

  private final Peer.Ground ground;
  private final String there;
  private final Context loop;
  private final Function<String, @Nullable SocketAddress> addresses;
  private final Events events;
  private final HttpClientAgent client;
  private @Nullable HttpConnection connection;
  private volatile boolean closed;

  Line(
      Peer.Ground ground,
      String there,
      Context loop,
      Function<String, @Nullable SocketAddress> addresses,
      Events events) {
    this.ground = ground;
    this.there = there;
    this.loop = loop;
    this.addresses = addresses;
    this.events = events;
    this.client =
        ground
            .vertx()
            .httpClientBuilder()
            .with(options())
            .with(new PoolOptions().setHttp2MaxSize(1).setMaxWaitQueueSize(MAX_WAITING))
            .withConnectHandler(opened -> onLoop(() -> connection = opened))
            .build();
  }

  private static HttpClientOptions options() {
    return new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_2)
        .setHttp2ClearTextUpgrade(false)
        .setHttp2ConnectionWindowSize(CONNECTION_WINDOW)
        .setInitialSettings(
            new Http2Settings().setInitialWindowSize(STREAM_WINDOW).setPushEnabled(false))
        .setHttp2KeepAliveTimeout(IDLE_SECONDS)
        .setConnectTimeout(CONNECT_MILLIS)
        .setTcpNoDelay(true);
  }

  /** Sends a call's request, unless the call is over. */
  void send(Call call) {
    if (call.leave()) {
      ground.wire().deliver(ground.here(), there, () -> onLoop(() -> arrive(call)));
    }
  }

  /** The request is at the other side's door, where in truth it still has to get out of ours. */
  private void arrive(Call call) {
    boolean wanted = call.comeBack();
    if (closed) {
      events.broken(call, ground.here() + " is stopping");
      return;
    }
    SocketAddress address = addresses.apply(there);
    if (address == null) {
      events.refused(call, "the address of " + there + " is not known any more");
      return;
    }
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(address.host())
            .setPort(address.port())
            .setURI("/" + call.operation);
    client.request(options).onComplete(stream -> open(call, wanted, stream));
  }

  private void open(Call call, boolean wanted, AsyncResult<HttpClientRequest> stream) {
    if (stream.failed()) {
      events.refused(call, "no connection to " + there + ": " + stream.cause().getMessage());
      return;
    }
    stream.result().exceptionHandler(e -> broke(call, e));
    if (wanted && !call.leave()) {
      stream.result().reset();
    } else {
      exchange(call, stream.result());
    }
  }

  private void exchange(Call call, HttpClientRequest stream) {
    call.stream = stream;
    stream
        .putHeader(Headers.NODE, ground.here())
        .putHeader(Headers.TO, there)
        .putHeader(Headers.TIME, call.time)
        .putHeader(Headers.NONCE, call.nonce)
        .putHeader(Headers.DIGEST, call.digest)
        .putHeader(Headers.SIGNATURE, call.signature)
        .send(Buffer.buffer(call.body))
        .onSuccess(response -> read(call, response))
        .onFailure(e -> broke(call, e));
  }

  private void read(Call call, HttpClientResponse response) {
    Buffer body = Buffer.buffer();
    response
        .exceptionHandler(e -> broke(call, e))
        .handler(chunk -> {
          int parts = body.length() / PART;
          body.appendBuffer(chunk);
          if (body.length() > MAX_ANSWER) {
            response.request().reset();
          } else if (body.length() / PART > parts) {
            bringBack(events::part);
          }
        })
        .endHandler(v -> bringBack(() -> judge(call, response, body)));
  }

  private void judge(Call call, HttpClientResponse response, Buffer body) {
    int status = response.statusCode();
    String digest = response.getHeader(Headers.DIGEST);
    if (digest != null
        && ClusterSecret.same(
            ground.secret().signAnswer(there, ground.here(), call.nonce, status, digest),
            response.getHeader(Headers.SIGNATURE))) {
      events.answered(call, new Call.Answer(status, digest, body.getBytes()));
    } else if (status == 401) {
      events.broken(call, there + " does not trust " + ground.here() + ": its log says why");
    } else {
      events.broken(call, "the answer from " + there + " is not signed by it");
    }
  }

  private void broke(Call call, Throwable e) {
    events.broken(call, "the connection to " + there + " broke: " + e.getMessage());
  }

  private void bringBack(Runnable arrive) {
    ground.wire().deliver(there, ground.here(), () -> onLoop(arrive));
  }

  /** Frees what a call holds whose answer is not wanted any more. */
  void cancel(Call call) {
    HttpClientRequest stream = call.stream;
    if (stream != null) {
      stream.reset();
    }
  }

  /** Gives the connection up; the next call opens another. */
  void drop() {
    HttpConnection old = connection;
    if (old != null) {
      connection = null;
      old.close();
    }
  }

  /** From any thread. */
  Future<Void> close() {
    closed = true;
    return client.close();
  }

  private void onLoop(Runnable task) {
    if (loop.equals(Vertx.currentContext())) {
      task.run();
    } else {
      loop.runOnContext(v -> task.run());
    }
  }
}
