/**
 * The Identity service without its transport: who may have a certificate under which name, and the
 * issuer that signs it.
 */
@NullMarked
package weft.control.identity;

import org.jspecify.annotations.NullMarked;
