/** What the bundled rules stop, and what they let pass. */
@NullMarked
package dev.verge.waf.builtin;

import org.jspecify.annotations.NullMarked;
