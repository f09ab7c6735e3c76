/**
 * The two policy services: what a workload's port accepts (docs/spec/control-plane.md 8) and how
 * traffic to a service or an address is routed (9). What no resource says follows from defaults.
 */
@NullMarked
package weft.control.policy;

import org.jspecify.annotations.NullMarked;
