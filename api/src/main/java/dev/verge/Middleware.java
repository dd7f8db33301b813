package dev.verge;

/** Wraps handlers: may look at or replace the request, the response, or answer by itself. */
@FunctionalInterface
public interface Middleware {
  /** Handles the request, usually by calling {@code next} exactly once. */
  Response handle(Context c, Next next) throws Exception;

  /** The rest of the chain: further middleware, then the route's handler. */
  interface Next {
    /**
     * Goes on with the request as it is. A {@link Problem} thrown in there comes back as its
     * response; any other exception comes out.
     */
    Response proceed() throws Exception;

    /** Goes on with another request in its place. Routing has been done and does not change. */
    Response proceed(Request request) throws Exception;
  }
}
