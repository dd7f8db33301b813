/**
 * Rate limits: how many requests of one key (an address, a user, a route, any composition of them)
 * a location admits in a time, and how locations share one count.
 *
 * <p>Guarantees: a sliding window never admits more than its permits in any window of its length,
 * and up to 64 permits it refuses nobody who stays within them; memory is bounded, however many
 * keys there are, and what is forgotten for want of room only ever admits; a global limit is
 * exceeded at most by what arrives within one exchange interval and one link delay. Must never:
 * block or leave the location to decide, keep a key in clear, or refuse because another location is
 * out of reach.
 */
@NullMarked
package dev.verge.shield.limit;

import org.jspecify.annotations.NullMarked;
