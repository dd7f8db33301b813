/** Tests of the shield. */
@NullMarked
package dev.verge.shield.guard;

import org.jspecify.annotations.NullMarked;
