/**
 * A bad network between two programs, and a tap on it.
 *
 * <p>{@link ToxicProxy} forwards TCP connections on the loopback. Each {@link Direction} has its
 * own {@link Toxic}, which may change while connections are open; each connection can be cut. What
 * went over the wire can be read back and judged, for example by {@link TlsTranscript}.
 */
@NullMarked
package weft.testkit.toxic;

import org.jspecify.annotations.NullMarked;
