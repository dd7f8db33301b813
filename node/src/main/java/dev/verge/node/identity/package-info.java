/**
 * Who makes a request: JWT (RFC 7519) verified here with keys held here, and sessions in a KV
 * dataset.
 *
 * <p>Guarantees: a token counts only if a configured key of exactly its algorithm signed it and its
 * times hold; a session that was ended counts nowhere. Must never: ask anyone else whether a token
 * is good, or let a token choose how it is verified (RFC 8725, section 3.1).
 */
@NullMarked
package dev.verge.node.identity;

import org.jspecify.annotations.NullMarked;
