/**
 * The transformations that rules apply to a value before they look at it, as ModSecurity defines
 * them. Pure functions, linear in time; a value that does not change is returned as it is.
 */
@NullMarked
package dev.verge.waf.transform;

import org.jspecify.annotations.NullMarked;
