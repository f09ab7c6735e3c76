/**
 * HTTP/1.0 and 1.1 on one connection, as the server of its clients and as the client of servers.
 *
 * <p>Both sides are built of the same parts. Coming in: {@link weft.proxy.h1.Input} holds what was
 * read, {@link weft.proxy.h1.HeadReader} makes heads of it, line by line, out of lines seen before
 * where it can ({@link weft.proxy.h1.Lines}); {@link weft.proxy.h1.BodySource} hands pieces on
 * under credit. Going out: {@link weft.proxy.h1.HeadWriter} and {@link weft.proxy.h1.BodySink}.
 * {@link weft.proxy.h1.H1Server} and {@link weft.proxy.h1.H1Client} run them, one exchange at a
 * time, in one loop that nested calls only add to.
 *
 * <p>What is ambiguous is refused, not repaired: two readers of one message that disagree about
 * where it ends are how requests are smuggled. Source: RFC 9110, RFC 9112; docs/spec/inbound.md 9,
 * docs/spec/outbound.md 9.3 and 23.1.
 */
@NullMarked
package weft.proxy.h1;

import org.jspecify.annotations.NullMarked;
