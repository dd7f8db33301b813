/** Tests of origin components and their databases, with a real PostgreSQL. */
@NullMarked
package dev.verge.node.origin;

import org.jspecify.annotations.NullMarked;
