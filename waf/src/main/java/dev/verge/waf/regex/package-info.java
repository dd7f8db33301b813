/**
 * Regular expressions over request data in linear time: reads the PCRE dialect that rules are
 * written in, finds the literals that a match cannot do without, and matches with an automaton.
 */
@NullMarked
package dev.verge.waf.regex;

import org.jspecify.annotations.NullMarked;
