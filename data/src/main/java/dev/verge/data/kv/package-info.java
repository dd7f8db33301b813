/**
 * KV datasets: a thin layer over the replicated SQL datasets. A KV dataset is one internal SQL
 * dataset per partition: one for the whole dataset, or one per location where every key is strong
 * at its home. So log, views, forwarding, bookmarks and lag are those of SQL datasets.
 *
 * <p>Guarantees: a read is as fresh as the dataset declares, or marked stale; an expired entry is
 * absent to every read and every compare-and-set from the millisecond of its expiry, by the clock
 * of the location that asks; revisions grow with every write of a partition and are never given
 * twice; of many writers that expect one revision, one wins.
 *
 * <p>Must never: put a key or a value into an error or a log line (a key may be a session's id),
 * write a key anywhere but to the partition that its name tells, or delete what has not expired.
 */
@NullMarked
package dev.verge.data.kv;

import org.jspecify.annotations.NullMarked;
