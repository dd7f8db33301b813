/** Tests of the operator's configuration. */
@NullMarked
package dev.verge.node.config;

import org.jspecify.annotations.NullMarked;
