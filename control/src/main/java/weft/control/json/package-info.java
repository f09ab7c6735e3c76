/** JSON (RFC 8259) as a few records: read strictly and within bounds, printed without surprises. */
@NullMarked
package weft.control.json;

import org.jspecify.annotations.NullMarked;
