/** Tests of the commands and of the launcher. */
@NullMarked
package dev.verge.cli;

import org.jspecify.annotations.NullMarked;
