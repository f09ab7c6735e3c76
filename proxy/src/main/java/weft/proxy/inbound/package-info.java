/**
 * The inbound path: which layers, in which order, from a peer's connection to the application.
 *
 * <p>Source: docs/spec/inbound.md, above all 4 to 13 and 15; docs/spec/identity-tls.md 6 and 11.
 */
@NullMarked
package weft.proxy.inbound;

import org.jspecify.annotations.NullMarked;
