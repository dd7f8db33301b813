/**
 * What rules ask of a value: operators, compiled once with their arguments. Pure and linear in
 * time.
 */
@NullMarked
package dev.verge.waf.operator;

import org.jspecify.annotations.NullMarked;
