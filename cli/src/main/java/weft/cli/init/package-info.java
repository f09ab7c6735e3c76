/**
 * The rules by which the kernel redirects a host's connections to its proxy, for any of the tools
 * that write them. What is redirected is said once ({@link Redirection}); each tool has its words
 * for it.
 */
@NullMarked
package weft.cli.init;

import org.jspecify.annotations.NullMarked;
