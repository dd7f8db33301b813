/** The Core Rule Set's own tests, run by ours. */
@NullMarked
package dev.verge.cli.crs;

import org.jspecify.annotations.NullMarked;
