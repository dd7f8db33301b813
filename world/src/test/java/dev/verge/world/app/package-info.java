/** An application for the tests of worlds; the folder of test classes is its bundle. */
@NullMarked
package dev.verge.world.app;

import org.jspecify.annotations.NullMarked;
