/**
 * What the control plane and DNS say about destinations, as it changes.
 *
 * <p>Calls are made on one loop, the control loop; messages are decoded on the second executor, and
 * handed as immutable values to the loop that asked. What was known last stays in force while the
 * control plane is away. Source: docs/spec/outbound.md 4, 21, 29; docs/spec/control-plane.md 6.
 */
@NullMarked
package weft.proxy.discover;

import org.jspecify.annotations.NullMarked;
