/**
 * What must hold again after each test: no leaked buffer, no process left, whatever a test adds.
 *
 * <p>Nothing has to be switched on: with the testkit on the class path, {@link InvariantsExtension}
 * runs around every Jupiter test. A field of a test class whose value is an {@link Invariant} is
 * checked too; {@link Invariant.Source}s are found as services.
 */
@NullMarked
package weft.testkit.invariant;

import org.jspecify.annotations.NullMarked;
