package dev.verge.node.peer;

import io.vertx.core.http.HttpHeaders;

/** The names of headers between nodes. */
final class Headers {
  /** The code of the location that asks. */
  static final CharSequence NODE = HttpHeaders.createOptimized("verge-node");

  /** The code of the location that is asked. */
  static final CharSequence TO = HttpHeaders.createOptimized("verge-to");

  /** When, in milliseconds of the Unix epoch. */
  static final CharSequence TIME = HttpHeaders.createOptimized("verge-time");

  /** See {@link Nonce}. */
  static final CharSequence NONCE = HttpHeaders.createOptimized("verge-nonce");

  /** SHA-256 of the body, so that a request is judged before its body is taken in. */
  static final CharSequence DIGEST = HttpHeaders.createOptimized("verge-digest");

  /** See {@link ClusterSecret}. */
  static final CharSequence SIGNATURE = HttpHeaders.createOptimized("verge-signature");

  private Headers() {}
}
