package dev.verge.node.identity;

import dev.verge.Kv;
import dev.verge.shield.identity.Issuer;
import dev.verge.shield.identity.Revocations;
import dev.verge.shield.identity.Token;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Revocations in an eventual KV dataset: every location reads its own view, so a revocation counts
 * at once where the view is written and elsewhere when it has come there. Thread-safe.
 *
 * <pre>
 * token:ID     a token is refused; goes when the token has expired
 * user:HASH    what its user was given before this time is refused: milliseconds since 1970
 * </pre>
 */
public final class RevocationList implements Revocations {
  private static final String TOKEN = "token:";
  private static final String USER = "user:";

  private final Supplier<Kv> kv;
  private final Supplier<?> position;
  private final InstantSource clock;

  /**
   * A list.
   *
   * @param kv the dataset as it is at this location
   * @param position what the dataset's view here has applied
   */
  public RevocationList(Supplier<Kv> kv, Supplier<?> position, InstantSource clock) {
    this.kv = kv;
    this.position = position;
    this.clock = clock;
  }

  @Override
  public Object version() {
    return position.get();
  }

  /**
   * {@inheritDoc} A token of a session is good while its session is, which {@link Caller} finds
   * out. Times of other tokens are whole seconds; one of the very second of a revocation may have
   * been given before it.
   */
  @Override
  public boolean isRevoked(Token token) {
    if (token.session() != null) {
      return false;
    }
    Long issued = token.issuedAt();
    return kv.get().get(TOKEN + token.id()).isPresent()
        || revokedAt(token.user())
            .filter(at -> issued == null || issued <= at.getEpochSecond())
            .isPresent();
  }

  /** When a session starts, for {@link #isRevoked(String, String)}. */
  String now() {
    return Long.toString(clock.millis());
  }

  /**
   * Whether what a user was given was revoked later.
   *
   * @param given what {@link #now} said then; null: before there were revocations
   */
  boolean isRevoked(String user, @Nullable String given) {
    Instant then = given == null ? Instant.EPOCH : Instant.ofEpochMilli(Long.parseLong(given));
    return revokedAt(user).filter(then::isBefore).isPresent();
  }

  /** Refuses a token until it expires. */
  void revoke(String tokenId, Instant expiresAt) {
    Duration left = Duration.between(clock.instant(), expiresAt.plus(Issuer.LARGEST_SKEW));
    if (left.isPositive()) {
      kv.get().put(TOKEN + tokenId, new byte[0], Kv.Write.DEFAULT.ttl(left));
    }
  }

  /** Refuses what a user was given up to now. */
  void revokeAll(String user) {
    kv.get().put(key(user), now());
  }

  private Optional<Instant> revokedAt(String user) {
    return kv.get().get(key(user)).map(e -> Instant.ofEpochMilli(Long.parseLong(e.text())));
  }

  /** Subjects can be longer than keys. */
  private static String key(String user) {
    return USER + Token.id(null, user);
  }
}
