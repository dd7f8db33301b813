package dev.verge.node;

import dev.verge.Headers;
import dev.verge.Problem;
import dev.verge.Request;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/** A request as it arrived, or as middleware made of it. Immutable. */
record EdgeRequest(
    String method,
    String path,
    @Nullable String rawQuery,
    Headers headers,
    byte[] body,
    String clientAddress)
    implements Request {

  @Override
  public Request withHeader(String name, String value) {
    return new EdgeRequest(method, path, rawQuery, headers.with(name, value), body, clientAddress);
  }

  @Override
  public Request withBody(byte[] other) {
    return new EdgeRequest(method, path, rawQuery, headers, other, clientAddress);
  }

  /** Vert.x's headers as the application sees them; what HTTP does not allow was refused before. */
  static Headers headers(MultiMap from) {
    String[] pairs = new String[from.size() * 2];
    int[] i = {0};
    from.forEach((name, value) -> {
      pairs[i[0]++] = name;
      pairs[i[0]++] = value;
    });
    try {
      return Headers.of(pairs);
    } catch (IllegalArgumentException e) {
      throw Problem.of(400, "Bad request", String.valueOf(e.getMessage()));
    }
  }
}
