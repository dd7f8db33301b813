/**
 * The data mesh: routes a dataset's name to its store, and holds what SQL and KV datasets share.
 *
 * <p>Guarantees: reads are as fresh as the dataset declares or say that they are not; a write that
 * was acknowledged is in the log. Must never: answer a read from a view whose lag is unknown as if
 * it were fresh.
 */
@NullMarked
package dev.verge.data;

import org.jspecify.annotations.NullMarked;
