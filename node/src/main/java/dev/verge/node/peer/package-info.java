/**
 * How nodes talk to each other: signed calls over HTTP/2, and who is silent.
 *
 * <p>Guarantees: an operation runs only for a request that a node of this cluster signed for this
 * location, a short while ago and for the first time; a caller believes only an answer to its own
 * request; a silent location is noticed within 400 ms of our attention, whatever the call's
 * deadline, and from then on no call waits for it. Must never: say that a request was not sent when
 * it may have been, or take its own stall for another's silence. Nothing here is encrypted: the
 * network between locations must be.
 */
@NullMarked
package dev.verge.node.peer;

import org.jspecify.annotations.NullMarked;
