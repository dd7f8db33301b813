/**
 * Bearer tokens: JWT (RFC 7519) verified with keys held here, of this cluster and of the issuers
 * that the operator believes, whose key sets (RFC 7517) are fetched in the background.
 *
 * <p>Guarantees: a token counts only if a key of its issuer and of exactly its algorithm signed it,
 * its audience and times hold, and it was not revoked; a key that is known never waits for a fetch,
 * and no number of unknown ones makes many fetches. Must never: let a token choose how it is
 * verified (RFC 8725, section 3.1), or ask its issuer whether it is good.
 */
@NullMarked
package dev.verge.shield.identity;

import org.jspecify.annotations.NullMarked;
