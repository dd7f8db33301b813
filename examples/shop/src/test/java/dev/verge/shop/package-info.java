/** Tests of the shop. */
@NullMarked
package dev.verge.shop;

import org.jspecify.annotations.NullMarked;
