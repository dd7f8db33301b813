package dev.verge.shield.identity;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A verified token.
 *
 * @param session the session that it belongs to, which must still be there; null: none
 * @param expiresAt seconds since 1970
 */
public record Token(
    String user, @Nullable String session, long expiresAt, Map<String, Object> claims) {}
