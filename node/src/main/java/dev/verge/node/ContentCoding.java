package dev.verge.node;

import dev.verge.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Undoes the content coding of a request's body (RFC 9110, section 8.4), so that rules and the
 * application see what was meant. What comes out is bounded like a body that has none, however
 * small it came in. On a request's thread.
 */
final class ContentCoding {
  private ContentCoding() {}

  /**
   * The body without its coding, whose header is gone then; null: it has none.
   *
   * @param limit bytes
   * @throws Problem 415 for another coding than gzip, 413 past the limit, 400 if it is broken
   */
  static byte @Nullable [] decode(MultiMap headers, byte[] body, int limit) {
    List<String> codings = headers.getAll(HttpHeaders.CONTENT_ENCODING);
    if (codings.isEmpty() || (codings.size() == 1 && isIdentity(codings.getFirst()))) {
      return null;
    }
    if (codings.size() > 1 || !codings.getFirst().strip().equalsIgnoreCase("gzip")) {
      throw Problem.of(
          415, "Unsupported media type", "a body's content coding may be gzip, and that once");
    }
    headers.remove(HttpHeaders.CONTENT_ENCODING);
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] decoded = in.readNBytes(limit + 1);
      if (decoded.length > limit) {
        throw Problem.of(
            413, "Content too large", "a body may have " + limit + " bytes when it is decoded");
      }
      return decoded;
    } catch (IOException e) {
      throw Problem.of(400, "Bad request", "the body is not gzip as its Content-Encoding says");
    }
  }

  private static boolean isIdentity(String coding) {
    return coding.strip().equalsIgnoreCase("identity");
  }
}
