/** Tests of tokens and callers. */
@NullMarked
package dev.verge.node.identity;

import org.jspecify.annotations.NullMarked;
