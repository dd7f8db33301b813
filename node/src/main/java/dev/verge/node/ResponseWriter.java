package dev.verge.node;

import dev.verge.Problem;
import dev.verge.Response;
import dev.verge.data.mesh.DataMesh;
import dev.verge.shield.limit.Decision;
import dev.verge.shield.limit.RateLimitFields;
import dev.verge.web.Json;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Step 7: the application's response with the location's headers, written on the connection's event
 * loop. Bodies are encoded before the hand-over, so the event loop only copies. Thread-safe.
 */
final class ResponseWriter {
  private static final Logger log = LoggerFactory.getLogger(ResponseWriter.class);
  private static final CharSequence EDGE_TIME = HttpHeaders.createOptimized("X-Edge-Time");
  private static final CharSequence EDGE_REGION = HttpHeaders.createOptimized("X-Edge-Region");
  private static final CharSequence COUNTRY = HttpHeaders.createOptimized("X-User-Country");
  private static final CharSequence TIMING = HttpHeaders.createOptimized("Server-Timing");
  private static final CharSequence CACHE = HttpHeaders.createOptimized("X-Cache");
  private static final CharSequence LIMIT = HttpHeaders.createOptimized("RateLimit");
  private static final CharSequence POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
  private static final CharSequence STALE = HttpHeaders.createOptimized("Verge-Stale");

  private final CharSequence region;
  private final Json json;

  ResponseWriter(String region, Json json) {
    this.json = json;
    this.region = HttpHeaders.createOptimized(region);
  }

  /**
   * Sends a response; may be called from the event loop or a virtual thread, which a streamed body
   * blocks until it is sent.
   *
   * @param done called once, when the response was handed over or cannot be
   */
  void write(Exchange x, Response response, Runnable done) {
    try {
      if (response.body() instanceof Response.Body.Stream stream && !isHead(x)) {
        stream(x, response, stream);
        done.run();
        return;
      }
      byte[] body = encode(response);
      x.onEventLoop(() -> {
        done.run();
        send(x, response, body);
      });
    } catch (RuntimeException e) {
      log.error("request {}: the response could not be written", x.requestId(), e);
      done.run();
      x.onEventLoop(() -> send(x, Problem.of(500, "Internal server error").toResponse(), EMPTY));
    }
  }

  private static final byte[] EMPTY = {};

  private byte @Nullable [] encode(Response response) {
    return switch (response.body()) {
      case Response.Body.Empty() -> EMPTY;
      case Response.Body.Bytes(byte[] bytes) -> bytes;
      case Response.Body.Json value -> json.encode(value);
      case Response.Body.Stream stream -> null;
    };
  }

  private void send(Exchange x, Response response, byte @Nullable [] body) {
    HttpServerResponse out = x.http.response();
    if (out.ended() || out.closed()) {
      return;
    }
    head(x, response, out);
    int status = response.status();
    boolean bodyless = status == 204 || status == 304;
    if (body != null && !bodyless) {
      out.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
    }
    if (body == null || bodyless || isHead(x)) {
      out.end();
    } else {
      out.end(BufferInternal.buffer(Unpooled.wrappedBuffer(body)));
    }
  }

  private void head(Exchange x, Response response, HttpServerResponse out) {
    MultiMap headers = out.headers();
    out.setStatusCode(response.status());
    headers.set(HttpHeaders.DATE, Clock.httpDate());
    response.headers().forEach(headers::add);
    headers.set(EDGE_TIME, x.timings.edgeTime());
    headers.set(EDGE_REGION, region);
    headers.set(COUNTRY, x.client.country());
    if (!x.decisions().isEmpty()) {
      limits(x.decisions(), headers);
    }
    String outcome = x.cacheOutcome();
    if (outcome != null) {
      headers.set(CACHE, outcome);
    }
    DataMesh.Scope data = x.scopeIfUsed();
    if (data != null) {
      data(data, x, headers);
    }
    if (x.hasStaleCookie()) {
      headers.add(HttpHeaders.SET_COOKIE, BookmarkCookie.expired().toHeader());
    }
    headers.set(TIMING, x.timings.serverTiming());
  }

  private static void limits(List<Decision> decisions, MultiMap headers) {
    headers.set(POLICY, RateLimitFields.policy(decisions.stream().map(Decision::limit).toList()));
    headers.set(LIMIT, RateLimitFields.rateLimit(decisions));
    OptionalLong seconds = RateLimitFields.retryAfter(decisions);
    if (seconds.isPresent()) {
      headers.set(HttpHeaderNames.RETRY_AFTER, Long.toString(seconds.getAsLong()));
    }
  }

  private static void data(DataMesh.Scope data, Exchange x, MultiMap headers) {
    x.timings.add("db", data.nanos());
    String bookmark = data.bookmark();
    if (bookmark != null) {
      headers.set(BookmarkCookie.HEADER, bookmark);
      headers.add(HttpHeaders.SET_COOKIE, BookmarkCookie.with(bookmark).toHeader());
    }
    String stale = data.stale();
    if (stale != null) {
      headers.set(STALE, stale);
    }
  }

  /** A body that breaks off is not ended: the client must not take it for whole. */
  private void stream(Exchange x, Response response, Response.Body.Stream stream) {
    StreamedBody out = new StreamedBody(x.http.response(), x.context);
    try {
      out.begin(() -> head(x, response, x.http.response().setChunked(true)));
      stream.writer().writeTo(out);
      out.close();
    } catch (IOException | RuntimeException | Error e) {
      log.warn("request {}: the streamed response broke off", x.requestId(), e);
      x.onEventLoop(() -> x.http.response().reset());
    }
  }

  private static boolean isHead(Exchange x) {
    return x.http.method().equals(HttpMethod.HEAD);
  }

  /** A buffer over bytes that nobody writes to any more. */
  static Buffer wrap(byte[] bytes, int length) {
    return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes, 0, length));
  }
}
