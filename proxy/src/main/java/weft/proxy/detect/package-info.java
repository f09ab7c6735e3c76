/**
 * Which protocol is this: the first bytes of a connection are looked at, never changed, until they
 * tell. Pure functions over what has been read so far; reading, waiting and time-outs are the
 * caller's.
 */
@NullMarked
package weft.proxy.detect;

import org.jspecify.annotations.NullMarked;
