/** Tests of tokens and their keys. */
@NullMarked
package dev.verge.shield.identity;

import org.jspecify.annotations.NullMarked;
