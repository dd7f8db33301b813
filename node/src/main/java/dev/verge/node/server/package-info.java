/**
 * The ports that clients connect to: connections and their bounds, and requests as they come in.
 *
 * <p>Guarantees: what is open is bounded, in all and per address; a client that does not say what
 * it wants in time is let go. Must never: block an event loop, or know what a request is for.
 */
@NullMarked
package dev.verge.node.server;

import org.jspecify.annotations.NullMarked;
