/**
 * Peers that say and do exactly what a script tells them, byte by byte.
 *
 * <p>Plain blocking sockets with a time limit on each read: a script reads top to bottom.
 */
@NullMarked
package weft.testkit.peer;

import org.jspecify.annotations.NullMarked;
