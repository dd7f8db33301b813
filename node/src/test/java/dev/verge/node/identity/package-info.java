/** Tests of callers and revocations. */
@NullMarked
package dev.verge.node.identity;

import org.jspecify.annotations.NullMarked;
