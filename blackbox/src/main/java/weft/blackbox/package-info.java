/**
 * The packaged {@code weft}, driven from outside as its users drive it: processes, real servers and
 * clients, addresses of the loopback.
 *
 * <p>A {@link Mesh} is shared by the tests of a class, because each of its processes is a virtual
 * machine. Nothing of Weft is on the class path: what a test knows, a user can know.
 */
@NullMarked
package weft.blackbox;

import org.jspecify.annotations.NullMarked;
