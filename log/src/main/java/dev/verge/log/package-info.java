/**
 * The ordered durable log: the truth that every view is made of.
 *
 * <p>Guarantees: what {@code append} returned for is on disk; a partition has no gaps, no forks and
 * no record of a lower epoch after a higher one; readers see only what is durable. Must never:
 * acknowledge what is not forced, repair silently anything but a torn tail, or know what a record
 * means.
 */
@NullMarked
package dev.verge.log;

import org.jspecify.annotations.NullMarked;
