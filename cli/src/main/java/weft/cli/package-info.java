/**
 * The {@code weft} command: one thin class for each subcommand, and one sentence for each error.
 *
 * <p>{@code weft run} is the exception: its way ({@code Run}, {@code weft.cli.run}) loads no
 * command-line library, as it ends in a sidecar, where every class costs memory.
 */
@NullMarked
package weft.cli;

import org.jspecify.annotations.NullMarked;
