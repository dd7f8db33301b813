/** Tests of rate limits. */
@NullMarked
package dev.verge.shield.limit;

import org.jspecify.annotations.NullMarked;
