/**
 * SQL datasets: a SQLite database at every location, one of them the primary.
 *
 * <p>Guarantees: a write that was acknowledged is in the log; every view is what applying the
 * partition's records in order gives, row for row; reads are as consistent as the dataset declares,
 * marked stale, or refused. Must never: commit what is not in the log, change a view except by its
 * records, or take a replica for fresh because nothing was heard.
 */
@NullMarked
package dev.verge.data.sql;

import org.jspecify.annotations.NullMarked;
