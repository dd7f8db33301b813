/**
 * Bearer tokens: JWT (RFC 7519) verified with keys held here.
 *
 * <p>Guarantees: a token counts only if a configured key of exactly its algorithm signed it and its
 * times hold. Must never: let a token choose how it is verified (RFC 8725, section 3.1).
 */
@NullMarked
package dev.verge.shield.identity;

import org.jspecify.annotations.NullMarked;
