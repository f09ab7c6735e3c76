/**
 * Loops, connections, and the end of a turn.
 *
 * <p>A loop is one thread that owns its connections and everything built on them. A connection
 * gives bytes to the protocol on top of it and takes bytes from it; what was written during one
 * turn of the loop leaves in one write at the end of that turn, which is where the cost of a proxy
 * is decided: one system call and one TLS record sequence a connection and turn, however many
 * messages it was.
 *
 * <p>Source: docs/spec/inbound.md 3, docs/spec/outbound.md 3 and 24.
 */
@NullMarked
package weft.proxy.transport;

import org.jspecify.annotations.NullMarked;
