/**
 * The commands: {@code verge dev} opens a world, the others ask the world that runs on a data
 * folder through its control endpoint.
 *
 * <p>Guarantees: tables for people, {@code --json} for programs; exit code 0 when done, 1 when what
 * was asked failed, 2 when the command or its surroundings are wrong, with what to do about it.
 * Must never: write to a world's data folder, or print a token.
 */
@NullMarked
package dev.verge.cli;

import org.jspecify.annotations.NullMarked;
