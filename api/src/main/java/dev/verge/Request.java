package dev.verge;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request, immutable. */
public interface Request {
  /** The method token, upper case. */
  String method();

  /** The path, undecoded, starting with a slash. */
  String path();

  /** What follows the question mark, undecoded, or null. */
  @Nullable String rawQuery();

  /** All headers. */
  Headers headers();

  /** A header's first value. */
  default Optional<String> header(String name) {
    return Optional.ofNullable(headers().first(name));
  }

  /** The whole body, bounded by the location's limit; do not write to it. */
  byte[] body();

  /** The client's address, without a port. */
  String clientAddress();

  /** A copy with the header set in place of all values of that name. */
  Request withHeader(String name, String value);

  /** A copy with another body. */
  Request withBody(byte[] body);
}
