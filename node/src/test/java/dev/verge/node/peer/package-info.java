/** Tests of calls between nodes, over real sockets. */
@NullMarked
package dev.verge.node.peer;

import org.jspecify.annotations.NullMarked;
