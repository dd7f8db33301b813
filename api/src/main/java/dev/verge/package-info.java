/**
 * What a Verge application is written against: interfaces and records, and the JDK only.
 *
 * <p>Guarantees: everything here is safe to use from the virtual thread that handles a request; all
 * calls block and report failure by exception. Must never: depend on the runtime or on a library,
 * because bundles are compiled against this package alone.
 */
@NullMarked
package dev.verge;

import org.jspecify.annotations.NullMarked;
