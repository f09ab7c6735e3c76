/**
 * Bytes both ways between two connections, unparsed.
 *
 * <p>Source: docs/spec/outbound.md 26, docs/spec/inbound.md 8.
 */
@NullMarked
package weft.proxy.opaque;

import org.jspecify.annotations.NullMarked;
