/** Tests of the shield. */
@NullMarked
package dev.verge.shield;

import org.jspecify.annotations.NullMarked;
