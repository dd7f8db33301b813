package dev.verge;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error for the client (RFC 9457): throw it anywhere below a handler. Its title and detail are
 * shown to the client, so they must not hold secrets.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String title;
  private final @Nullable String detail;
  private final transient Map<String, Object> members;
  private final int retryAfterSeconds;

  private Problem(
      int status,
      String title,
      @Nullable String detail,
      Map<String, Object> members,
      int retryAfterSeconds) {
    super(detail == null ? title : title + ": " + detail, null, false, false);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.members = members;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** An error with a title only. */
  public static Problem of(int status, String title) {
    return new Problem(status, title, null, Map.of(), 0);
  }

  /** An error with a title and what exactly is wrong. */
  public static Problem of(int status, String title, String detail) {
    return new Problem(status, title, detail, Map.of(), 0);
  }

  /** 400 for one field of the input; the field is a member of the problem. */
  public static Problem field(String field, String why) {
    return new Problem(400, "Bad request", field + ": " + why, Map.of("field", field), 0);
  }

  /** 401. */
  public static Problem unauthorized(String detail) {
    return of(401, "Unauthorized", detail);
  }

  /** 503 that may go away: what is out of reach, and when to ask again. */
  public static Problem unavailable(String detail, Duration retryAfter) {
    return of(503, "Service unavailable", detail).retryAfter(retryAfter);
  }

  /** A copy that tells the client when to try again; less than a second is told as one. */
  public Problem retryAfter(Duration time) {
    int seconds = (int) Math.max(1, time.toSeconds());
    return new Problem(status, title, detail, members, seconds);
  }

  /** A copy with a further member. */
  public Problem with(String member, Object value) {
    Map<String, Object> more = new java.util.LinkedHashMap<>(members);
    more.put(member, value);
    return new Problem(status, title, detail, more, retryAfterSeconds);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The short text, the same for all errors of this kind. */
  public String title() {
    return title;
  }

  /** What exactly is wrong, or null. */
  public @Nullable String detail() {
    return detail;
  }

  /** Further members. */
  public Map<String, Object> members() {
    return members;
  }

  /** Seconds for {@code Retry-After}; 0: none. */
  public int retryAfterSeconds() {
    return retryAfterSeconds;
  }

  /** The response that tells the client. */
  public Response toResponse() {
    Response response = Response.problem(status, title, detail, members);
    if (retryAfterSeconds > 0) {
      response = response.withHeader("Retry-After", Integer.toString(retryAfterSeconds));
    }
    return status == 401 ? response.withHeader("WWW-Authenticate", "Bearer") : response;
  }
}
