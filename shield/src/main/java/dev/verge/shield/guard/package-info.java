/**
 * The first look at who comes: lists of addresses, the countries of addresses, what one address may
 * hold at once, and how much a location takes on before it sheds.
 *
 * <p>Guarantees: each decision takes well under a microsecond, whatever the lists hold, and memory
 * is bounded by what is open and the size of the geo database. Must never: block, look at what a
 * request asks for, or trust what it says of its sender.
 */
@NullMarked
package dev.verge.shield.guard;

import org.jspecify.annotations.NullMarked;
