/**
 * Routes a dataset's name to its store, for one request at a time.
 *
 * <p>Guarantees: one bookmark, one staleness mark and one clock for all that a request reads and
 * writes. Must never: know how a store works.
 */
@NullMarked
package dev.verge.data.mesh;

import org.jspecify.annotations.NullMarked;
