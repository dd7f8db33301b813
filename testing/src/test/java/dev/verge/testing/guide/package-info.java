/** The application that the guides quote, and its test. */
@NullMarked
package dev.verge.testing.guide;

import org.jspecify.annotations.NullMarked;
