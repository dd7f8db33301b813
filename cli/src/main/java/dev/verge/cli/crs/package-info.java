/**
 * Runs the regression tests of the OWASP Core Rule Set, in the format of its own runner. Reads the
 * rules and tests from the folder that it is given; must never carry them along.
 */
@NullMarked
package dev.verge.cli.crs;

import org.jspecify.annotations.NullMarked;
