package dev.verge.shield.identity;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that are verified alike.
 *
 * @param keys verify these tokens and no others
 * @param audience what {@code aud} must contain; null: anything
 * @param skew by how much clocks may differ
 */
record Realm(Keys keys, @Nullable String audience, Duration skew) {}
