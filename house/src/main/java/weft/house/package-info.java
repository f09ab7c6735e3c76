/**
 * Keeps the account of the specification: which test shows which numbered scenario to hold.
 *
 * <p>Reads {@code docs/spec/scenarios.tsv}, {@code docs/differences.md} and the {@code @Covers} of
 * all compiled tests, and renders {@code docs/scenarios.md}.
 */
@NullMarked
package weft.house;

import org.jspecify.annotations.NullMarked;
