/**
 * Other people's programs as peers: nginx, Redis, curl, openssl, a second JVM.
 *
 * <p>A {@link Child} lives inside a try block and is gone after it, whatever the test does. What it
 * prints is kept within a bound and quoted in every complaint. A program that is not installed
 * skips the test and names the package; under CI it fails instead.
 */
@NullMarked
package weft.testkit.process;

import org.jspecify.annotations.NullMarked;
