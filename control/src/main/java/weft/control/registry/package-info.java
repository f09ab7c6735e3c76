/**
 * Instances that announce themselves: who may, for how long they count, and how control planes that
 * share a directory agree on them (docs/spec does not have this: the reference has no registry).
 */
@NullMarked
package weft.control.registry;

import org.jspecify.annotations.NullMarked;
