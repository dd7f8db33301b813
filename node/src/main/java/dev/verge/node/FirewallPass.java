package dev.verge.node;

import dev.verge.Headers;
import dev.verge.Problem;
import dev.verge.Response;
import dev.verge.shield.Firewall;
import dev.verge.shield.guard.Concurrency;
import dev.verge.waf.Header;
import dev.verge.waf.Interruption;
import dev.verge.web.Json;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * One request at the firewall: as rules see it, and what its client is told instead if they refuse
 * it. The client never learns which rule it was.
 *
 * <p>What is small is looked at on the event loop, in some hundred microseconds. What is large, and
 * could take a thousand times that, is looked at on the firewall's own threads while the request's
 * virtual thread waits, so that no other client does.
 */
final class FirewallPass {
  private static final int SMALL = 8 * 1024;
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Exchange x;
  private final Firewall firewall;
  private final Firewall.Inspection inspection;

  FirewallPass(Exchange x, Firewall firewall) {
    this.x = x;
    this.firewall = firewall;
    this.inspection = firewall.begin(x.requestId(), x.client.address());
  }

  /** Whether a request may be looked at on the event loop, as it came. */
  static boolean isSmall(Exchange x) {
    HttpServerRequest http = x.http;
    int size = http.uri().length() + x.body().length;
    if (size > SMALL || http.headers().contains(HttpHeaders.CONTENT_ENCODING)) {
      return false;
    }
    int[] head = {0};
    http.headers().forEach((name, value) -> head[0] += name.length() + value.length());
    return size + head[0] <= SMALL;
  }

  /** Whether a response may be looked at on the event loop. */
  static boolean isSmall(Response response, Json json) {
    return switch (response.body()) {
      case Response.Body.Empty() -> true;
      case Response.Body.Bytes(byte[] bytes) -> bytes.length <= SMALL;
      case Response.Body.Json value -> json.encode(value).length <= SMALL;
      case Response.Body.Stream stream -> false; // writing it blocks
    };
  }

  private @Nullable Interruption look(Callable<@Nullable Interruption> look) {
    if (!Context.isOnEventLoopThread()) {
      long asked = System.nanoTime();
      return firewall.call(() -> {
        x.places.takenUp(Concurrency.Queue.FIREWALL, asked);
        return look.call();
      });
    }
    try {
      return look.call();
    } catch (Exception e) {
      throw new IllegalStateException("the firewall failed", e);
    }
  }

  /** What to answer instead of going on; or null. */
  @Nullable Response request() {
    HttpServerRequest http = x.http;
    List<Header> headers = new ArrayList<>();
    http.headers().forEach((name, value) -> headers.add(new Header(name, value)));
    if (http.version() == HttpVersion.HTTP_2 && http.authority() != null) {
      headers.add(new Header("host", http.authority().toString()));
    }
    Firewall.Request request =
        new Firewall.Request(
            x.client.address(), http.method().name(), http.uri(), protocol(), headers, x.body());
    return refusal(look(() -> inspection.request(request)));
  }

  /** The response, or what to answer instead; ends the way. */
  Response response(Response response, Json json) {
    try {
      long start = System.nanoTime();
      int status = response.status();
      byte[] body = body(response, json);
      Interruption stop =
          look(() -> inspection.response(status, protocol(), headers(response), body));
      Response refusal = refusal(stop);
      x.timings.add("waf", System.nanoTime() - start);
      return refusal == null ? response : refusal;
    } finally {
      inspection.end();
    }
  }

  private static List<Header> headers(Response response) {
    List<Header> headers = new ArrayList<>();
    Headers all = response.headers();
    all.forEach((name, value) -> headers.add(new Header(name, value)));
    return headers;
  }

  /** A body that is made while it is sent is not at hand. */
  private static byte @Nullable [] body(Response response, Json json) {
    return switch (response.body()) {
      case Response.Body.Empty() -> null;
      case Response.Body.Bytes(byte[] bytes) -> bytes;
      case Response.Body.Json value -> json.encode(value);
      case Response.Body.Stream stream -> null;
    };
  }

  private String protocol() {
    return switch (x.http.version()) {
      case HTTP_1_0 -> "HTTP/1.0";
      case HTTP_2 -> "HTTP/2.0";
      default -> "HTTP/1.1";
    };
  }

  private @Nullable Response refusal(@Nullable Interruption stop) {
    if (stop == null) {
      return null;
    }
    if (stop.redirect() != null) {
      return Response.redirect(stop.redirect());
    }
    return switch (stop.status()) {
      case 400 -> refusal(400, "Bad request", "the body is not what its Content-Type says");
      case 403 -> refusal(403, "Forbidden", "the request or its answer was refused");
      case 413 -> refusal(413, "Content too large", "the body is larger than is looked at");
      case 503 ->
          Problem.unavailable("the request took too long to look at", RETRY)
              .with("requestId", x.requestId())
              .toResponse();
      default -> refusal(stop.status(), "Refused", "the request or its answer was refused");
    };
  }

  private Response refusal(int status, String title, String detail) {
    return Problem.of(status, title, detail).with("requestId", x.requestId()).toResponse();
  }
}
