package dev.verge.shield.identity;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose tokens are believed beside those that are signed here.
 *
 * @param keys a file with a JWK set whose keys verify tokens of any issuer that has no entry of its
 *     own; null: none
 * @param issuers no two with the same name or issuer
 */
public record JwtSettings(@Nullable Path keys, List<Issuer> issuers) {
  /** Nobody else's. */
  public static final JwtSettings NONE = new JwtSettings(null, List.of());

  public JwtSettings {
    issuers = List.copyOf(issuers);
    if (issuers.stream().map(Issuer::issuer).distinct().count() < issuers.size()
        || issuers.stream().map(Issuer::name).distinct().count() < issuers.size()) {
      throw new IllegalArgumentException("two issuers have the same name or issuer");
    }
  }
}
