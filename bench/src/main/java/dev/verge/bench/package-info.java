/**
 * Figures, with the peer beside us in the same run: {@code ./verge bench [NAME]}.
 *
 * <p>Guarantees: peer and Verge take turns on the same machine, with bodies of the same size, and
 * the ratio of medians is what is printed first. Must never: fail a build because of a time.
 */
@NullMarked
package dev.verge.bench;

import org.jspecify.annotations.NullMarked;
