/**
 * A web application firewall: an engine for SecLang rules such as the OWASP Core Rule Set, usable
 * alone.
 *
 * <p>Guarantees: a rule that was loaded is never skipped because a value is long; time and memory
 * are linear in the size of the request; what the engine does not know is an error when rules are
 * loaded, with file and line. Values are bytes: each is a {@code String} whose characters are all
 * below 256. Must never: run {@code java.util.regex} over request data, or log a request's values
 * unasked.
 *
 * <p>Limits, and the directives that set them: a request body of 1 MiB ({@code
 * SecRequestBodyLimit}); 1,000 arguments each in the query and in the body, and 1,000 cookies
 * ({@code SecArgumentsLimit}); JSON and XML 64 levels deep ({@code SecRequestBodyJsonDepthLimit});
 * 100 files, parts with 32 headers of 4,096 bytes each, and 1 MiB for all names in a JSON document
 * (fixed). A body past its limit is answered with 413. All else past a limit ends the reading and
 * is an error that the bundled {@code engine} rules refuse with 400, as they do what is malformed.
 * {@code SecRequestBodyLimitAction ProcessPartial} and rules that leave those out pass it on, with
 * what came before the limit looked at. How long rules may take is for the caller to say ({@link
 * dev.verge.waf.Transaction#until}). Entities in XML are refused unread. Each transformation is
 * applied as often as a rule says and no more: what is encoded ten times over is no attack to an
 * application that decodes it once. How many headers there are, and how long, is the server's to
 * limit.
 */
@NullMarked
package dev.verge.waf;

import org.jspecify.annotations.NullMarked;
