/**
 * Tests of the world: real logs, sockets and nodes; the links' clock is by hand where delays count.
 */
@NullMarked
package dev.verge.world;

import org.jspecify.annotations.NullMarked;
