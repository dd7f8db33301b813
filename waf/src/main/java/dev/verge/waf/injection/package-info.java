/**
 * Detection of SQL injection and cross-site scripting by parsing instead of patterns, after the
 * published algorithm of libinjection. Pure functions of a value.
 */
@NullMarked
package dev.verge.waf.injection;

import org.jspecify.annotations.NullMarked;
