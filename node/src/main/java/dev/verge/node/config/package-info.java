/**
 * The operator's {@code verge.yaml}: where things run, never what the application is.
 *
 * <p>Guarantees: a key that is not known is an error with file, line and the nearest known key; a
 * value out of its range is refused at start. Must never: put a secret into a message.
 */
@NullMarked
package dev.verge.node.config;

import org.jspecify.annotations.NullMarked;
