/**
 * The shop: what a Verge application looks like. Start reading at {@link dev.verge.shop.Shop}.
 *
 * <p>Guarantees: pages and lists are answered from this location's own views; only orders and
 * credentials go to the origin; an order takes stock exactly once however often it is sent. Must
 * never: compute money in binary fractions, or write HTML other than by its templates.
 */
@NullMarked
package dev.verge.shop;

import org.jspecify.annotations.NullMarked;
