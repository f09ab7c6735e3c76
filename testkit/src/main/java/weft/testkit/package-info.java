/** What tests of all modules share: misbehaving peers, processes, invariants after each test. */
@NullMarked
package weft.testkit;

import org.jspecify.annotations.NullMarked;
