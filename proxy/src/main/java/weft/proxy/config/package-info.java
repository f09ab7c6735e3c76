/**
 * The environment as one immutable {@link weft.proxy.config.Config}: each variable is declared
 * once, and its parser, default, error text and documentation come from that declaration. Names,
 * addresses and networks, which everything above speaks of, live here too.
 */
@NullMarked
package weft.proxy.config;

import org.jspecify.annotations.NullMarked;
