/**
 * Many locations in one process: a simulated wide-area network, faults, a gateway that takes a
 * client to its nearest location, and a control endpoint for the commands.
 *
 * <p>Guarantees: what goes from one location to another takes the time that the distance takes, in
 * order, or is lost when one of them is cut off; the nodes and logs are those of production. Must
 * never: let locations reach one another past the links, or listen anywhere but where it was told.
 */
@NullMarked
package dev.verge.world;

import org.jspecify.annotations.NullMarked;
