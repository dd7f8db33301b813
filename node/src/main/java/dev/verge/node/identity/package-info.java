/**
 * Who makes a request: a bearer token, or a session in a KV dataset.
 *
 * <p>Guarantees: a session that was ended counts nowhere, for its cookie and for its token. Must
 * never: take a session from a token that was not signed here.
 */
@NullMarked
package dev.verge.node.identity;

import org.jspecify.annotations.NullMarked;
