package dev.verge.node;

import dev.verge.Headers;
import dev.verge.Problem;
import dev.verge.Request;
import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.function.BiConsumer;
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

  /**
   * Vert.x's headers as the application sees them; names may repeat.
   *
   * @param limit bytes of the header block: the server's own bound leaves parts of it out
   * @throws Problem 400 for what HTTP does not allow, 431 past the limit
   */
  static Headers headers(MultiMap from, int limit) {
    Pairs pairs = new Pairs(new String[from.size() * 2 + 4]);
    from.forEach(pairs);
    if (pairs.bytes > limit) {
      throw Problem.of(
          431, "Request header fields too large", "a header block may have " + limit + " bytes");
    }
    try {
      return Headers.of(Arrays.copyOf(pairs.all, pairs.count));
    } catch (IllegalArgumentException e) {
      throw Problem.of(400, "Bad request", String.valueOf(e.getMessage()));
    }
  }

  /** Names and values in turn. */
  private static final class Pairs implements BiConsumer<String, String> {
    /** Colon, space and the end of the line. */
    private static final int AROUND = 4;

    private String[] all;
    private int count;
    private long bytes;

    Pairs(String[] all) {
      this.all = all;
    }

    @Override
    public void accept(String name, String value) {
      if (count == all.length) {
        all = Arrays.copyOf(all, 2 * count);
      }
      all[count++] = name;
      all[count++] = value;
      bytes += name.length() + value.length() + AROUND;
    }
  }
}
