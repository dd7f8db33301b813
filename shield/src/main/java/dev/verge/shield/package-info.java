/**
 * What a request meets first at a location: the web application firewall.
 *
 * <p>Guarantees: a request that rules refuse reaches no application, and a response that they
 * refuse no client; neither is told which rule it was. Must never: leave the location, or put what
 * a request carries into a log unasked.
 */
@NullMarked
package dev.verge.shield;

import org.jspecify.annotations.NullMarked;
