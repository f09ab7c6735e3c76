/**
 * A sidecar around one command: options to variables, the command's life, and its end.
 *
 * <p>What is in here is loaded in every sidecar, so it uses no command-line library and few
 * classes.
 */
@NullMarked
package weft.cli.run;

import org.jspecify.annotations.NullMarked;
