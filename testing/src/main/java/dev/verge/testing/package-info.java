/**
 * Tests of applications: a world of locations in the test's JVM, and visitors who use it over HTTP.
 *
 * <p>Guarantees: the application runs as it does in production, from its bundle, over real sockets;
 * nothing is left behind. Must never: reach into an application.
 */
@NullMarked
package dev.verge.testing;

import org.jspecify.annotations.NullMarked;
