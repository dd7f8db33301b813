/**
 * Components that need one place in the world: made and served at the origin, called from anywhere
 * through their interface; and the PostgreSQL databases that they keep.
 *
 * <p>Guarantees: a call is tried twice only if the first did not leave or the method is marked
 * {@link dev.verge.Retryable}; a call ends at its deadline. Must never: run a component anywhere
 * but at the origin, or hold up a location's start for a database.
 */
@NullMarked
package dev.verge.node.origin;

import org.jspecify.annotations.NullMarked;
