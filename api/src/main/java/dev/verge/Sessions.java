package dev.verge;

/**
 * Sessions of users: a cookie or a token identifies the user of later requests, at any location. A
 * session's home is the location where it started. Ending it counts everywhere at once.
 */
public interface Sessions {
  /** The cookie that carries a session's id. */
  String COOKIE = "session";

  /** Starts a session for a user who has proved who they are. */
  Session start(String user);

  /** Ends the session that identified this request; nothing happens if there is none. */
  void end();

  /**
   * A session just started.
   *
   * @param token a JWT for {@code Authorization: Bearer}, valid for one hour or until the session
   *     ends
   * @param cookie the cookie to set on the response
   */
  record Session(String user, String token, Cookie cookie) {}
}
