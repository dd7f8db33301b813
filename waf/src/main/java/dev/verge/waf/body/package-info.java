/**
 * Parses request bodies into what rules look at: forms, multipart, JSON, XML. Strict and bounded: a
 * body that breaks a rule of its format or a limit is told as an error, never guessed at.
 */
@NullMarked
package dev.verge.waf.body;

import org.jspecify.annotations.NullMarked;
