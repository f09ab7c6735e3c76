/**
 * What the control plane permits on this workload's ports: the model and the decision.
 *
 * <p>Immutable values; deciding is pure. Source: docs/spec/inbound.md 5.
 */
@NullMarked
package weft.proxy.policy;

import org.jspecify.annotations.NullMarked;
