package dev.verge;

import java.time.Instant;

/**
 * Sessions of users: a cookie or a token identifies the user of later requests, at any location. A
 * session's home is the location where it started. Ending it counts everywhere at once.
 *
 * <p>Tokens of other issuers have no session. They are good until they expire, or until they are
 * revoked: at once at the origin, elsewhere when the word has come there.
 */
public interface Sessions {
  /** The cookie that carries a session's id. */
  String COOKIE = "session";

  /** Starts a session for a user who has proved who they are. */
  Session start(String user);

  /**
   * Ends the session that identified this request, or revokes the token of another issuer if the
   * application keeps revocations; nothing happens if there is neither.
   */
  void end();

  /**
   * Ends what a user was given until now, at this moment: sessions, and tokens of any issuer, those
   * that do not say when they were issued included.
   *
   * @throws IllegalStateException if the application keeps no revocations
   */
  void endAll(String user);

  /**
   * Revokes a token of another issuer.
   *
   * @param issuer its {@code iss}
   * @param id its {@code jti}
   * @param expiresAt its {@code exp}, or later
   * @throws IllegalStateException if the application keeps no revocations
   */
  void revoke(String issuer, String id, Instant expiresAt);

  /**
   * A session just started.
   *
   * @param token a JWT for {@code Authorization: Bearer}, valid for one hour or until the session
   *     ends
   * @param cookie the cookie to set on the response
   */
  record Session(String user, String token, Cookie cookie) {}
}
