/**
 * HTTP/2, server and client side: connections that carry exchanges as streams of frames.
 *
 * <p>A connection reads frames in place, keeps one small object a stream, and writes what one turn
 * of the loop produced at its end. Flow control is the exchange model's credit: a stream's window
 * is opened only as its bytes have left on the other side, so a slow reader stops its own stream
 * and nothing in between grows; the connection's window is returned at once, as long as the process
 * holds less than its budget. Whatever a peer does wrong ends its stream or its connection with the
 * rule it broke.
 *
 * <p>Source: RFC 9113, RFC 8441; docs/spec/outbound.md 2, 9.2, 23.2; docs/spec/inbound.md 9.2.
 */
@NullMarked
package weft.proxy.h2;

import org.jspecify.annotations.NullMarked;
