/**
 * Header compression of HTTP/2 (HPACK): field lines as octets of a header block, and back.
 *
 * <p>Lines are the exchange model's immutable {@link weft.proxy.http.Header}s. What a decoder reads
 * is found again in a bounded cache of the loop, so that a line that comes often is one object
 * everywhere, and an encoder that meets that object again writes an index of one octet.
 *
 * <p>Source: RFC 7541; RFC 9113, 8.2.
 */
@NullMarked
package weft.proxy.h2.hpack;

import org.jspecify.annotations.NullMarked;
