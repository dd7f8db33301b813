package dev.verge.node.identity;

import dev.verge.Cookie;
import dev.verge.Headers;
import dev.verge.Identity;
import dev.verge.Kv;
import dev.verge.Sessions;
import dev.verge.shield.identity.Token;
import dev.verge.shield.identity.Tokens;
import dev.verge.web.Cookies;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who makes one request. A bearer token is verified at once and a bad one refuses the request; the
 * session behind a cookie or token is read at its home only when somebody asks who the caller is,
 * so that pages for everybody do not depend on it. For the request's thread only.
 */
public final class Caller implements Sessions {
  private static final Duration TOKEN_LIFE = Duration.ofHours(1);
  private static final String BEARER = "Bearer ";
  private static final Pattern MINTED = Pattern.compile("[A-Za-z0-9._-]{1,200}");

  private final Tokens tokens;
  private final @Nullable Supplier<Kv> sessions;
  private final @Nullable RevocationList revocations;
  private final @Nullable Token token;
  private final @Nullable String session;
  private Optional<Identity> identity = Optional.empty();
  private boolean resolved;

  private Caller(
      Tokens tokens,
      @Nullable Supplier<Kv> sessions,
      @Nullable RevocationList revocations,
      @Nullable Token token,
      @Nullable String session) {
    this.tokens = tokens;
    this.sessions = sessions;
    this.revocations = revocations;
    this.token = token;
    this.session = session;
  }

  /**
   * The caller of a request.
   *
   * @param sessions the KV dataset of sessions, or null if the application declares none
   * @param revocations null if the application keeps none
   * @throws dev.verge.Problem 401 if the request carries a bearer token that is not good
   */
  public static Caller of(
      Headers headers,
      Tokens tokens,
      @Nullable Supplier<Kv> sessions,
      @Nullable RevocationList revocations) {
    String authorization = headers.first("Authorization");
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      Token token = tokens.verify(authorization.substring(BEARER.length()).strip());
      return new Caller(tokens, sessions, revocations, token, token.session());
    }
    return new Caller(tokens, sessions, revocations, null, cookie(headers));
  }

  /** Whether the request says who makes it, true or not; costs nothing. */
  public boolean claims() {
    return token != null || session != null;
  }

  /** Who makes the request, once the session behind it was found at its home. */
  public Optional<Identity> identity() {
    if (!resolved) {
      identity = resolve();
      resolved = true;
    }
    return identity;
  }

  @Override
  public Session start(String user) {
    Kv kv = kv();
    String id = kv.newKey();
    Kv.Write write =
        revocations == null ? Kv.Write.DEFAULT : Kv.Write.DEFAULT.metadata(revocations.now());
    kv.put(id, user.getBytes(StandardCharsets.UTF_8), write);
    Cookie cookie = Cookie.of(COOKIE, id).withMaxAge(TOKEN_LIFE);
    return new Session(user, tokens.sign(user, id, TOKEN_LIFE), cookie);
  }

  @Override
  public void end() {
    if (session != null && sessions != null) {
      kv().delete(session);
    } else if (token != null && revocations != null) {
      revocations.revoke(token.id(), Instant.ofEpochSecond(token.expiresAt()));
    } else {
      return;
    }
    identity = Optional.empty();
    resolved = true;
  }

  @Override
  public void endAll(String user) {
    revocations().revokeAll(user);
    resolved = false;
  }

  @Override
  public void revoke(String issuer, String id, Instant expiresAt) {
    revocations().revoke(Token.id(issuer, id), expiresAt);
  }

  private Optional<Identity> resolve() {
    Map<String, Object> claims = token == null ? Map.of() : token.claims();
    if (session == null) {
      return token == null ? Optional.empty() : Optional.of(new Identity(token.user(), claims));
    }
    if (sessions == null) {
      return Optional.empty();
    }
    return kv().get(session)
        .filter(e -> revocations == null || !revocations.isRevoked(e.text(), e.metadata()))
        .map(Kv.Entry::text)
        .filter(user -> token == null || user.equals(token.user()))
        .map(user -> new Identity(user, claims));
  }

  private RevocationList revocations() {
    if (revocations == null) {
      throw new IllegalStateException(
          "the application keeps no revocations: name their KV dataset with"
              + " edge.revocations(\"...\")");
    }
    return revocations;
  }

  private Kv kv() {
    if (sessions == null) {
      throw new IllegalStateException(
          "the application keeps no sessions: name their KV dataset with edge.sessions(\"...\")");
    }
    return sessions.get();
  }

  /** The session cookie's value, unless it cannot be an id that was minted here. */
  private static @Nullable String cookie(Headers headers) {
    return Cookies.find(headers, COOKIE).filter(id -> MINTED.matcher(id).matches()).orElse(null);
  }
}
