package dev.verge;

/** Answers one request with plain blocking code, on a virtual thread of its own. */
@FunctionalInterface
public interface Handler {
  /**
   * Handles the request.
   *
   * @throws Problem to answer with that problem
   * @throws Exception anything else answers 500 without details, and is logged with a request id
   */
  Response handle(Context c) throws Exception;
}
