/**
 * Which endpoint takes the next request or connection: the endpoints of a destination, an estimate
 * of each one's load, the choice of the cheaper of two, and the distribution among backends.
 *
 * <p>A balancer belongs to one loop and is never asked from another; what discovery says reaches it
 * as updates on that loop. Nothing here knows where updates come from. Source:
 * docs/spec/outbound.md 18, 20, 21.
 */
@NullMarked
package weft.proxy.balance;

import org.jspecify.annotations.NullMarked;
