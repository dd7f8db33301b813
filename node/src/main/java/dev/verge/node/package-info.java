/**
 * One location: the HTTP server, the pipeline a request goes through, identity, the cache-aside
 * cache, configuration, and the wiring of data, peers and origin components.
 *
 * <p>Guarantees: every request is answered, with the location's headers, whatever it holds or the
 * application does; application code runs on virtual threads. Must never: block an event loop, or
 * trust what a client says about itself.
 */
@NullMarked
package dev.verge.node;

import org.jspecify.annotations.NullMarked;
