package dev.verge.waf;

import org.jspecify.annotations.Nullable;

/**
 * A request that must not go on.
 *
 * @param ruleId of the rule that decided; 0 if a limit did
 * @param status to answer with
 * @param redirect where to, if it is to be redirected
 * @param drop whether the connection is to be ended without an answer
 */
public record Interruption(int ruleId, int status, @Nullable String redirect, boolean drop) {}
