/**
 * The outbound path: which layers, in which order, from the application's connection to a peer.
 *
 * <p>Explicit mode routes each request by its authority, canonical by DNS; what the control plane
 * knows is balanced over its endpoints, everything else goes where it points. Source:
 * docs/spec/outbound.md, above all 9, 19 to 24 and 33.
 */
@NullMarked
package weft.proxy.outbound;

import org.jspecify.annotations.NullMarked;
