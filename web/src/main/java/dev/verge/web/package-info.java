/**
 * An application handled without a server: routes, contexts, JSON, forms, cookies, templates.
 *
 * <p>Guarantees: what a client sends wrong is answered by a 4xx problem that names it; handlers see
 * decoded, checked values. Must never: open a socket, start a thread, or know a location's stores.
 */
@NullMarked
package dev.verge.web;

import org.jspecify.annotations.NullMarked;
