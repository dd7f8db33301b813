package dev.verge.data.sql;

import org.jspecify.annotations.Nullable;

/**
 * How a dataset stands at this location.
 *
 * @param name the dataset
 * @param store {@code sql}
 * @param consistency as declared, for people
 * @param applied the last sequence that this view has applied
 * @param lagMillis upper bound of the lag; null: not known; 0 at the primary
 * @param primary the location of the primary
 * @param writing whether this view is the primary and has the writer's epoch
 * @param trouble what keeps it from going on, for people; null: nothing
 */
public record DatasetStatus(
    String name,
    String store,
    String consistency,
    long applied,
    @Nullable Long lagMillis,
    String primary,
    boolean writing,
    @Nullable String trouble) {}
