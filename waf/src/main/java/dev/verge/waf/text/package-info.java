/**
 * What bytes mean as text. Pure functions. Must never depend on the locale of the machine, or take
 * a byte above 127 for a character of some alphabet.
 */
@NullMarked
package dev.verge.waf.text;

import org.jspecify.annotations.NullMarked;
