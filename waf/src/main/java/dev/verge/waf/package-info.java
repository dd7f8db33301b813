/**
 * A web application firewall: an engine for SecLang rules such as the OWASP Core Rule Set, usable
 * alone.
 *
 * <p>Guarantees: a rule that was loaded is never skipped because a value is long; time and memory
 * are linear in the size of the request; what the engine does not know is an error when rules are
 * loaded, with file and line. Values are bytes: each is a {@code String} whose characters are all
 * below 256. Must never: run {@code java.util.regex} over request data, or log a request's values
 * unasked.
 */
@NullMarked
package dev.verge.waf;

import org.jspecify.annotations.NullMarked;
