/**
 * Reads SecLang: files, line continuations, quoting, includes, into directives that know their file
 * and line. Knows the form of rules, not what they mean.
 */
@NullMarked
package dev.verge.waf.seclang;

import org.jspecify.annotations.NullMarked;
