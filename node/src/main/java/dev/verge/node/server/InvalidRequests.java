package dev.verge.node.server;

import dev.verge.Problem;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/** What to answer to bytes that are not a request, or break a bound while they are read. */
public final class InvalidRequests {
  private InvalidRequests() {}

  /** What to answer, from what the decoder says; null: it does not say. */
  public static Problem problem(@Nullable Throwable cause) {
    return switch (cause) {
      case TooLongHttpHeaderException e ->
          Problem.of(431, "Request header fields too large", "the header block is too large");
      case TooLongHttpLineException e ->
          Problem.of(414, "URI too long", "the request line is too long");
      case null, default -> Problem.of(400, "Bad request", "this is not a request of HTTP");
    };
  }
}
