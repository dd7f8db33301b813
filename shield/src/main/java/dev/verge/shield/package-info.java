/**
 * What a request meets first at a location. Here the web application firewall; below, guards, rate
 * limits, and the check of tokens.
 *
 * <p>Guarantees: a request that rules refuse reaches no application, and a response that they
 * refuse no client; neither is told which rule it was. Must never: leave the location, or put what
 * a request carries into a log unasked.
 */
@NullMarked
package dev.verge.shield;

import org.jspecify.annotations.NullMarked;
