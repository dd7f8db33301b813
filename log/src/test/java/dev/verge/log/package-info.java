/** The contract that every log implementation runs, and the tests of this one. */
@NullMarked
package dev.verge.log;

import org.jspecify.annotations.NullMarked;
