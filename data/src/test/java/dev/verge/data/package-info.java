/** Tests of what SQL and KV datasets share. */
@NullMarked
package dev.verge.data;

import org.jspecify.annotations.NullMarked;
