/**
 * The model of one exchange, the same for HTTP/1 and HTTP/2, and the layers that work on it.
 *
 * <p>An exchange is a request and its response, each a head, pieces of data, and one end; or, after
 * a 101 or a 2xx to CONNECT, a tunnel of raw bytes in the same calls. Two objects face each other:
 * the {@link weft.proxy.http.Exchange}, which the asking side calls, and the {@link
 * weft.proxy.http.Caller}, which is called back. A layer is both. The rules, which hold at every
 * seam:
 *
 * <ol>
 *   <li><b>Thread.</b> Everything happens on the loop of the requesting connection. Others send it
 *       snapshots.
 *   <li><b>Order.</b> {@code open} only builds; {@code start} sets going, and may be answered from
 *       inside, because a refusal needs nobody. Nothing is started after it was cancelled. Request:
 *       pieces, then one end ({@code last} or trailers). Response: interim heads, one head, pieces,
 *       one end.
 *   <li><b>Demand</b> starts at zero in both directions. The callee grants request bytes once it
 *       can write; the caller grants response bytes from the response head on. So an exchange that
 *       waits (in a queue, for a connection, for a second try) holds no body and can only be
 *       cancelled.
 *   <li><b>Credit.</b> Data may be sent while credit is above zero; one piece may overdraw it, so
 *       nobody slices. Heads need no credit. An end that carries no bytes needs none but comes only
 *       after the first grant, unless it comes with the head.
 *   <li><b>Granted again is what has left</b>: what a writable socket took. Codecs add up what one
 *       turn's write took and grant once after it. Only then does the source open the stream's
 *       window or read its socket, so a direction never holds more than its window.
 *   <li><b>Buffers.</b> A data call gives ownership away, also to one that has ended (it releases).
 *       A head that was passed on belongs to whom it was passed to.
 *   <li><b>End.</b> Each direction ends once; {@code cancel} or {@code fail} ends what is left of
 *       both, and then there is silence. Calls that come late, because somebody ended the exchange
 *       deeper in the same call, are dropped by whoever gets them: a layer that answers itself may
 *       be called from both sides long after. A {@code fail} after the whole response says: send no
 *       more; who answers before the request ended says it at once.
 *   <li><b>Re-entrancy.</b> Any call may come inside any other. State changes first, calls out come
 *       last. Only sources of bytes loop (codecs, replay): a nested grant adds to the credit and
 *       the running loop serves it.
 *   <li><b>Debt.</b> A closing connection ends its exchanges; a disposed queue fails its own.
 * </ol>
 *
 * <p><b>Tunnels.</b> A request that asks for one ({@link RequestHead#asksForTunnel()}) does not end
 * with its head. If the final head opens a tunnel ({@link ResponseHead#opensTunnel}), what follows
 * in both directions is raw bytes, each direction ended by an empty last piece at the latest;
 * otherwise the response goes on as any other, and the caller ends the request with an empty last
 * piece, after the first grant as any end without bytes.
 *
 * <p><b>Readiness.</b> Nobody waits at a service that is not ready: it refuses, unless it is a
 * queue. {@code ExchangeProperties} drives all of this in random order.
 *
 * <p>Source: docs/spec/outbound.md 9, 22, 23; RFC 9110, 9112, 9113.
 */
@NullMarked
package weft.proxy.http;

import org.jspecify.annotations.NullMarked;
