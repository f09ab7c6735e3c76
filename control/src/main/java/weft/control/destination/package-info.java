/**
 * The Destination service: which endpoints a name has, as deltas, and how traffic to a name or an
 * address is to be treated (docs/spec/control-plane.md 3 and 4).
 */
@NullMarked
package weft.control.destination;

import org.jspecify.annotations.NullMarked;
