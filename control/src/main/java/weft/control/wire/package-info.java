/**
 * What the discovery and policy services share: how names, addresses and workloads are written on
 * the wire (docs/spec/control-plane.md 2), and streams whose backlog is bounded.
 */
@NullMarked
package weft.control.wire;

import org.jspecify.annotations.NullMarked;
